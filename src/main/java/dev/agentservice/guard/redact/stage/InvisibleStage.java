package dev.agentservice.guard.redact.stage;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.Findings;

/**
 * Takes out what no reader sees: it carries text past them into whatever they copy it to,
 * or shows what stands there in another order.
 */
public final class InvisibleStage implements Stage {

	private final Findings findings;

	private final Stage next;

	/** The last character that is seen. */
	private int before;

	/** The one that is not seen and was let through behind it, or 0. */
	private int between;

	/** Creates the stage before another. */
	public InvisibleStage(Findings findings, Stage next) {
		this.findings = findings;
		this.next = next;
	}

	@Override
	public void accept(int codePoint) {
		if (!Invisible.is(codePoint)) {
			this.before = codePoint;
			this.between = 0;
			this.next.accept(codePoint);
		}
		else if (Invisible.belongs(this.before, this.between, codePoint)) {
			this.between = codePoint;
			this.next.accept(codePoint);
		}
		else {
			this.findings.count(FindingType.INVISIBLE);
		}
	}

	@Override
	public void finish() {
		this.next.finish();
	}

}
