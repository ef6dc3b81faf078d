package dev.agentservice.endtoend.crash.agent;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The moments of a run, counted from 1 over all its replicas: a request to the model, and
 * the times before and after a call of a tool. At some of them the replica is killed.
 * Thread-safe.
 */
final class Stops {

	private final Consumer<String> killer;

	private final Set<Integer> at = new TreeSet<>();

	private int moments;

	/** The killer takes the name of a replica, and returns when it is dead. */
	Stops(Consumer<String> killer) {
		this.killer = killer;
	}

	/** Counts anew, and kills at these moments. */
	synchronized void begin(Set<Integer> moments) {
		this.at.clear();
		this.at.addAll(moments);
		this.moments = 0;
	}

	/** How many moments there were. */
	synchronized int moments() {
		return this.moments;
	}

	/** A moment of this replica: returns whether it is dead now. */
	synchronized boolean pass(String replica) {
		boolean stop = this.at.remove(++this.moments);
		if (stop) {
			this.killer.accept(replica);
		}
		return stop;
	}

}
