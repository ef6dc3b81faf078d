package dev.agentservice.tool.call;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import dev.agentservice.tool.InDoubt;
import dev.agentservice.tool.ToolCheck;
import dev.agentservice.tool.ToolContext;
import dev.agentservice.tool.ToolEffect;
import dev.agentservice.tool.ToolPolicy;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;

/** Tools that change something. */
class Bank {

	final List<String> effects = new CopyOnWriteArrayList<>();

	final List<String> keys = new CopyOnWriteArrayList<>();

	final CountDownLatch never = new CountDownLatch(1);

	ToolEffect effect = new ToolEffect.Unknown();

	boolean broken;

	boolean slow;

	int asked;

	@Tool
	@ToolPolicy(sideEffects = true)
	void pay(@P(name = "to", value = "whom") String to,
			@P(name = "cents", value = "how much", required = false) Long cents, ToolContext context) {
		done("pay " + to, context);
	}

	@Tool
	@ToolPolicy(sideEffects = true, idempotent = true, inDoubt = InDoubt.RETRY)
	void order(@P(name = "to", value = "whom") String to, ToolContext context) {
		done("order " + to, context);
	}

	@Tool
	@ToolPolicy(sideEffects = true, inDoubt = InDoubt.CHECK, timeout = "1m")
	void transfer(@P(name = "to", value = "whom") String to, ToolContext context) {
		done("transfer " + to, context);
	}

	@ToolCheck("transfer")
	ToolEffect wasTransferred(ToolContext context, @P(name = "to", value = "whom") String to)
			throws InterruptedException {
		this.asked++;
		this.keys.add(context.idempotencyKey());
		if (this.slow) {
			this.never.await();
		}
		if (this.broken) {
			throw new IllegalStateException("the bank is closed");
		}
		return this.effect;
	}

	@Tool
	@ToolPolicy(sideEffects = true, parallel = false)
	void alone(ToolContext context) {
		done("alone", context);
	}

	@Tool
	String look() {
		return "nothing";
	}

	private void done(String effect, ToolContext context) {
		this.keys.add(context.idempotencyKey());
		this.effects.add(effect);
	}

}
