package dev.agentservice.smoke;

import java.math.BigDecimal;
import java.util.List;

import dev.agentservice.smoke.Check.BrokenPromise;

/**
 * What costs, and what is refused.
 */
final class LimitChecks {

	private final Target target;

	private final Tasks tasks;

	LimitChecks(Target target, Tasks tasks) {
		this.target = target;
		this.tasks = tasks;
	}

	List<Check> all() {
		return List.of(new Check("budget", "reports what was just spent", this::usage),
				new Check("budget", "refuses a task that cannot pay a model", this::tooDear));
	}

	/** Only where texts are guarded. */
	Check guard() {
		return new Check("guard", "refuses an injected instruction", () -> {
			this.target.post("/agent", this.tasks.injection()).expect(422, "input_rejected");
			return "422";
		});
	}

	/** Others may spend with the same key meanwhile, so it may also be more. */
	private String usage() {
		BigDecimal before = spent();
		BigDecimal cost = this.target.post("/agent", this.tasks.brief())
			.expect(200)
			.json()
			.at("/usage/cost_usd")
			.decimalValue();
		BigDecimal more = spent().subtract(before);
		BrokenPromise.unless(more.compareTo(cost) >= 0,
				"it cost " + cost.toPlainString() + " USD, and the report grew by " + more.toPlainString());
		return cost.toPlainString() + " USD";
	}

	private BigDecimal spent() {
		return this.target.get("/users/me/usage").expect(200).json().at("/spent_usd").decimalValue();
	}

	private String tooDear() {
		this.target.post("/agent", this.tasks.brief("max_cost_usd", new BigDecimal("0.0000001")))
			.expect(429, "budget_exceeded");
		return "429";
	}

}
