package dev.agentservice.agent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.langchain4j.agent.tool.Tool;

/** Tools that remember how they were called. */
class ProbeTools {

	final List<String> calls = Collections.synchronizedList(new ArrayList<>());

	@Tool("Looks something up.")
	String probe(String what) {
		this.calls.add(what);
		if ("nothing".equals(what)) {
			throw new IllegalArgumentException("There is nothing.");
		}
		return "About " + what + ": 42.";
	}

	/** Answers only when it is stopped. */
	@Tool("Waits.")
	String linger() throws InterruptedException {
		this.calls.add("linger");
		new CountDownLatch(1).await();
		return "";
	}

}
