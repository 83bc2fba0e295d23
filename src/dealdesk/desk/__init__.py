"""What people do at a deal desk: use-cases that join the register, pricing, documents and approvals.

A command line, a full-screen desk and a wizard call the same functions; none of them reads a clock or a terminal.
"""
