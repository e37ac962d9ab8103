/**
 * How the worker's process treats its memory. It reads whole markets and closes whole banks a page at a time; on a large
 * machine the engine would let what is done with lie until it is hundreds of megabytes. With these it is cleared when it
 * has grown by two fifths; nothing is refused when more is really needed.
 */
export const WORKER_FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=40'] as const
