"""The things the workbench is about, as frozen data: no I/O, no SQL, no drawing."""
