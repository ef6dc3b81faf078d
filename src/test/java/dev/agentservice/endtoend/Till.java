package dev.agentservice.endtoend;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.agentservice.tool.ToolContext;
import dev.agentservice.tool.ToolPolicy;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import org.jspecify.annotations.Nullable;

/** Where effects happen. */
class Till {

	/** Receipts of what happened, by item, on all replicas. */
	static final Map<String, List<String>> EFFECTS = new ConcurrentHashMap<>();

	/** What kills the replica; null on one that lives on. */
	@Nullable MortalRedis redis;

	/** Done before each effect. */
	volatile Runnable before = () -> {
	};

	@Tool("Charges something.")
	@ToolPolicy(sideEffects = true, trusted = true, timeout = "60s")
	String charge(@P(name = "item", value = "what") String item, ToolContext context) throws InterruptedException {
		String receipt = "receipt " + context.idempotencyKey() + " " + System.nanoTime();
		prepare();
		MortalRedis mortal = this.redis;
		if (mortal == null) {
			record(item, receipt);
		}
		else {
			mortal.effect(() -> record(item, receipt));
		}
		return receipt;
	}

	/** Interrupted or not. */
	private void prepare() {
		CompletableFuture.runAsync(this.before, Thread::startVirtualThread).join();
	}

	@Tool(name = "charge_alone", value = "Charges one thing after another.")
	@ToolPolicy(sideEffects = true, trusted = true, timeout = "60s", parallel = false)
	String chargeAlone(@P(name = "item", value = "what") String item, ToolContext context) throws InterruptedException {
		return charge(item, context);
	}

	private static void record(String item, String receipt) {
		EFFECTS.computeIfAbsent(item, (_) -> new CopyOnWriteArrayList<>()).add(receipt);
	}

}
