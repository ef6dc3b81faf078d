package dev.agentservice.run.execution;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.agentservice.run.admission.Assignment;
import dev.agentservice.run.outcome.RunOutcome;
import dev.agentservice.run.slot.InFlightSlot;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.micrometer.context.ContextSnapshotFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import org.springframework.stereotype.Component;

/**
 * Executes each run on a virtual thread of its own, so that it can outlive the request or
 * the look at the queue that it comes from.
 */
@Component
public class RunLauncher {

	private static final Logger logger = LoggerFactory.getLogger(RunLauncher.class);

	private final RunExecution execution;

	private final RunMetrics metrics;

	private final ContextSnapshotFactory context = ContextSnapshotFactory.builder().build();

	RunLauncher(RunExecution execution, RunMetrics metrics) {
		this.execution = execution;
		this.metrics = metrics;
	}

	/**
	 * Starts a run.
	 * @param slot its slot, which is released at its end
	 * @return completed at its end, on its thread; never exceptionally
	 */
	public CompletableFuture<ExecutionEnd> launch(Assignment run, InFlightSlot slot, RunMetrics.Running running) {
		CompletableFuture<ExecutionEnd> end = new CompletableFuture<>();
		this.metrics.resumed(run.owned().resumption().resumed());
		Supplier<ExecutionEnd> execution = this.execution.begin(run, slot.cancellation(), running);
		Runnable work = this.context.captureAll().wrap(() -> execute(run.id(), slot, execution, end));
		Thread.ofVirtual().name("run").start(work);
		return end;
	}

	/**
	 * The slot is released before the client gets its answer, so that its next request
	 * finds a free one.
	 */
	private static void execute(String runId, InFlightSlot slot, Supplier<ExecutionEnd> execution,
			CompletableFuture<ExecutionEnd> outcome) {
		ExecutionEnd end = null;
		try (slot; MDC.MDCCloseable _ = MDC.putCloseable("run_id", runId)) {
			end = execution.get();
		}
		catch (RuntimeException ex) {
			logger.atError().setCause(ex).log("A run could not be ended; it ends with its lease");
		}
		finally {
			// A waiting client must get an end in every case.
			outcome.complete((end != null) ? end : unknownEnd());
		}
	}

	private static ExecutionEnd unknownEnd() {
		return new ExecutionEnd.Ended(new RunOutcome.Failed(
				new ProblemException(ProblemCode.INTERNAL_ERROR, ProblemCode.INTERNAL_ERROR_DETAIL)), false);
	}

}
