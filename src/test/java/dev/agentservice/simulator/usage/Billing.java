package dev.agentservice.simulator.usage;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The totals billed for each model, written {@code provider/model}. A call that was cut
 * or whose client left is billed too: its prompt, and the output produced until then.
 */
public final class Billing {

	private final Map<String, Bill> bills = new ConcurrentHashMap<>();

	/** Bills a call. */
	public void charge(String provider, String model, PromptTokens prompt, int outputTokens) {
		this.bills.merge(provider + "/" + model, Bill.of(prompt, outputTokens), Bill::plus);
	}

	/** What was billed for {@code provider/model}; all zero if nothing. */
	public Bill of(String model) {
		return this.bills.getOrDefault(model, Bill.NOTHING);
	}

	/** What was billed for all models together. */
	public Bill total() {
		return this.bills.values().stream().reduce(Bill.NOTHING, Bill::plus);
	}

	/** What was billed, by model. */
	public Map<String, Bill> byModel() {
		return new TreeMap<>(this.bills);
	}

	/** Forgets everything billed so far. */
	public void clear() {
		this.bills.clear();
	}

}
