package dev.agentservice.support;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;

/**
 * The memory that this thread allocates: a measure of work that is the same on a busy
 * machine, unlike any time.
 */
public final class Allocation {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private Allocation() {
	}

	/** What this thread, a platform thread, has allocated so far, in bytes. */
	public static long bytes() {
		return THREADS.getCurrentThreadAllocatedBytes();
	}

	/** What this thread allocates for some work, in bytes. */
	public static long of(Runnable work) {
		long before = bytes();
		work.run();
		return bytes() - before;
	}

}
