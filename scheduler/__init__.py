"""The clock: a metronome with a handful of jobs. Business times live in rows, never in job stores."""
