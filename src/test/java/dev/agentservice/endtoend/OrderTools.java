package dev.agentservice.endtoend;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.tool.ToolPolicy;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;

/** Tools of a shop whose order desk can break. */
class OrderTools {

	final AtomicInteger asked = new AtomicInteger();

	volatile Callable<String> desk = () -> "on its way";

	volatile Runnable customs = () -> {
	};

	@Tool(name = "order_status", value = "Tells where an order is.")
	@ToolPolicy(timeout = "1s")
	String status(@P(name = "order", value = "its number") long order) throws Exception {
		this.asked.incrementAndGet();
		return this.desk.call();
	}

	@Tool(name = "order_archive", value = "Tells where an old order went.")
	String archive(@P(name = "order", value = "its number") long order) {
		return "delivered in spring";
	}

	@Tool(name = "order_customs", value = "Tells what customs say of an order.")
	@ToolPolicy(cacheTtl = "5m")
	String customs(@P(name = "order", value = "its number") long order) {
		this.customs.run();
		return "cleared as no. " + this.asked.incrementAndGet();
	}

	/** The desk turns so many away, then works. */
	void failing(int times) {
		AtomicInteger left = new AtomicInteger(times);
		this.desk = () -> {
			if (left.getAndDecrement() > 0) {
				throw new IllegalStateException("cannot reach db.internal:5432");
			}
			return "on its way";
		};
	}

}
