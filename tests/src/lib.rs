//! The tests of the workspace: cases with snapshots, and round trips. There is nothing to use here.
