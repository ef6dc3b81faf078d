package dev.agentservice.tool.registry;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.agentservice.tool.ToolPolicy;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;

/** Tools that do as a test tells them, and count how often they are called. */
public class Shop {

	public final AtomicInteger asked = new AtomicInteger();

	public final AtomicInteger archived = new AtomicInteger();

	public final AtomicInteger cancelled = new AtomicInteger();

	public final CountDownLatch release = new CountDownLatch(1);

	public volatile Callable<String> status = () -> "on its way";

	public volatile Callable<String> archive = () -> "delivered in spring";

	public volatile Callable<String> cancel = () -> "cancelled";

	@Tool(name = "order_status", value = "Tells where an order is.")
	@ToolPolicy(timeout = "1m")
	String status(@P(name = "order", value = "its number") long order) throws Exception {
		this.asked.incrementAndGet();
		return this.status.call();
	}

	@Tool(name = "order_archive", value = "Tells where an old order went.")
	@ToolPolicy(maxAttempts = 1)
	String archive(@P(name = "order", value = "its number") long order,
			@P(name = "year", value = "of the order", required = false) Integer year) throws Exception {
		this.archived.incrementAndGet();
		return order + " " + this.archive.call();
	}

	@Tool(name = "order_cellar", value = "Tells where a very old order went.")
	@ToolPolicy(parallel = false)
	String cellar(@P(name = "order", value = "its number") double order,
			@P(name = "year", value = "of the order", required = false) Integer year) {
		return "in the cellar";
	}

	@Tool(name = "order_cancel", value = "Cancels an order.")
	@ToolPolicy(timeout = "1m", sideEffects = true)
	String cancel(@P(name = "order", value = "its number") long order) throws Exception {
		this.cancelled.incrementAndGet();
		return this.cancel.call();
	}

	@Tool(name = "customer", value = "Tells who a customer is.")
	String customer(@P(name = "name", value = "a name") String name) {
		return name;
	}

	/** Fails so many times, then works. */
	public void failing(int times) {
		AtomicInteger left = new AtomicInteger(times);
		this.status = () -> {
			if (left.getAndDecrement() > 0) {
				throw new IllegalStateException("cannot reach db.internal:5432");
			}
			return "on its way";
		};
	}

	/** Does not answer until it is interrupted. */
	public static String silence() throws InterruptedException {
		new CountDownLatch(1).await();
		return "";
	}

	/** Does not answer until the test lets it, interrupted or not. */
	public String stubbornness() {
		while (this.release.getCount() > 0) {
			LockSupport.parkNanos(1_000_000);
			Thread.interrupted();
		}
		return "at last";
	}

}
