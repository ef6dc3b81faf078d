package dev.agentservice.tool.registry;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.agentservice.tool.ToolContext;
import dev.agentservice.tool.ToolException;
import dev.agentservice.tool.ToolPolicy;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import org.slf4j.MDC;

/** Tools that behave and tools that do not. */
public class Bench {

	public final AtomicInteger calls = new AtomicInteger();

	public final AtomicInteger atOnce = new AtomicInteger();

	public final AtomicInteger mostAtOnce = new AtomicInteger();

	public final CountDownLatch interrupted = new CountDownLatch(1);

	public final CountDownLatch waiting = new CountDownLatch(1);

	public final CountDownLatch release = new CountDownLatch(1);

	private final AtomicInteger turns = new AtomicInteger();

	private final CyclicBarrier three = new CyclicBarrier(3);

	@Tool
	String echo(@P(name = "text", value = "any text") String text) {
		this.calls.incrementAndGet();
		return text;
	}

	@Tool
	String meet(@P(name = "name", value = "a name") String name) throws Exception {
		this.three.await(1, TimeUnit.MINUTES);
		return "met " + name;
	}

	@Tool
	@ToolPolicy(parallel = false)
	int alone() {
		this.mostAtOnce.accumulateAndGet(this.atOnce.incrementAndGet(), Math::max);
		LockSupport.parkNanos(5_000_000);
		this.atOnce.decrementAndGet();
		this.calls.incrementAndGet();
		return this.turns.incrementAndGet();
	}

	@Tool(name = "stuck_alone")
	@ToolPolicy(parallel = false, sideEffects = true, timeout = "500ms")
	void stuckAlone() {
		stubborn();
	}

	@Tool
	@ToolPolicy(timeout = "500ms")
	void slow() throws InterruptedException {
		patient();
	}

	@Tool
	void patient() throws InterruptedException {
		this.waiting.countDown();
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			this.interrupted.countDown();
			throw ex;
		}
	}

	@Tool
	@ToolPolicy(timeout = "500ms")
	void stubborn() {
		while (this.release.getCount() > 0) {
			LockSupport.parkNanos(1_000_000);
			Thread.interrupted();
		}
	}

	@Tool
	void complain() {
		throw new ToolException("There is no such order.");
	}

	@Tool
	void crash() {
		throw new IllegalStateException("cannot reach db.internal:5432");
	}

	@Tool
	int overflow() {
		throw new StackOverflowError();
	}

	@Tool
	void silent() {
	}

	@Tool
	String empty() {
		return "";
	}

	@Tool
	Typed typed(@P(name = "count", value = "how many") int count,
			@P(name = "unit", value = "of what", required = false, defaultValue = "HOURS") TimeUnit unit,
			@P(name = "sizes", value = "sizes", required = false) List<Integer> sizes,
			@P(name = "price", value = "price", required = false) Optional<BigDecimal> price) {
		this.calls.incrementAndGet();
		return new Typed(count, unit, sizes, price);
	}

	@Tool
	String who(ToolContext context) {
		return context.caller().user() + " " + context.runId() + " " + MDC.get("run_id") + " "
				+ context.deadline().remaining().toMillis();
	}

	record Typed(int count, TimeUnit unit, List<Integer> sizes, Optional<BigDecimal> price) {

	}

}
