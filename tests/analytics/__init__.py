"""Tests of an operator's figures."""
