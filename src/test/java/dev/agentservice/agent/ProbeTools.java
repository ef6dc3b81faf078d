package dev.agentservice.agent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.agentservice.tool.CacheScope;
import dev.agentservice.tool.ToolException;
import dev.agentservice.tool.ToolPolicy;
import dev.langchain4j.agent.tool.Tool;

/** Tools that remember how they were called. */
class ProbeTools {

	final List<String> calls = Collections.synchronizedList(new ArrayList<>());

	@Tool("Looks something up.")
	@ToolPolicy(trusted = true)
	String probe(String what) {
		this.calls.add(what);
		if ("nothing".equals(what)) {
			throw new IllegalArgumentException("There is nothing.");
		}
		return "About " + what + ": 42.";
	}

	/** Knows something about everything. */
	@Tool("Looks something up elsewhere.")
	@ToolPolicy(trusted = true)
	String spare(String what) {
		this.calls.add("spare " + what);
		return "Elsewhere " + what + " is 43.";
	}

	/** Knows nothing about anything. */
	@Tool(name = "broken_spare", value = "Looks something up nowhere.")
	@ToolPolicy(maxAttempts = 1)
	String brokenSpare(String what) {
		throw new IllegalStateException("There is no elsewhere.");
	}

	/** Says the same for a while. */
	@Tool("Tells what is known.")
	@ToolPolicy(cacheTtl = "10m", cacheScope = CacheScope.SHARED, trusted = true)
	String known() {
		this.calls.add("known");
		return "The earth is round.";
	}

	/** Knows what people say about everything. */
	@Tool("Asks around.")
	String rumour(String what) {
		return "They say " + what + " is 44.";
	}

	/** Says what people say for a while. */
	@Tool("Tells what people say.")
	@ToolPolicy(cacheTtl = "10m", cacheScope = CacheScope.SHARED)
	String gossip() {
		return "The earth is flat.";
	}

	/** Fails in the words of others. */
	@Tool("Asks around in vain.")
	String complaint(String what) {
		throw new ToolException("Nobody wants to talk about " + what + ".");
	}

	/** Fails in words of its own, which repeat what it was asked. */
	@Tool("Looks up what is not there.")
	@ToolPolicy(trusted = true)
	String gap(String what) {
		throw new ToolException("There is nothing about: " + what);
	}

	/** Brings what a stranger has written. */
	@Tool("Reads something.")
	String echo(String text) {
		this.calls.add("echo");
		return text;
	}

	/** Passes on what it is told. */
	@Tool("Tells somebody else.")
	@ToolPolicy(trusted = true, thirdParty = true)
	String courier(String letter, long number) {
		this.calls.add("courier " + letter + " " + number);
		return "Brought.";
	}

	@Tool("Pays back.")
	@ToolPolicy(sideEffects = true)
	String refund() {
		this.calls.add("refund");
		return "Paid back.";
	}

	/** Answers only when it is stopped. */
	@Tool("Waits.")
	String linger() throws InterruptedException {
		this.calls.add("linger");
		new CountDownLatch(1).await();
		return "";
	}

}
