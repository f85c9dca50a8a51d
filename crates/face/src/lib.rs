//! What people see: portal, workbench and the open interfaces.
