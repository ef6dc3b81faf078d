package dev.agentservice.endtoend.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * How often replicas die and stand still.
 *
 * @param kills how many are killed
 * @param freezes how many are frozen for longer than their lease
 * @param seed of whatever is drawn
 */
record CrashPlan(int kills, int freezes, long seed) {

	/** In which order: whether the next is a kill. */
	List<Boolean> order() {
		List<Boolean> order = new ArrayList<>(Collections.nCopies(this.kills, true));
		order.addAll(Collections.nCopies(this.freezes, false));
		Collections.shuffle(order, new Random(this.seed));
		return order;
	}

}
