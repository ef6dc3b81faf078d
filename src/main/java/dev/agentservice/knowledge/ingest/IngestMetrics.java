package dev.agentservice.knowledge.ingest;

import java.util.function.Supplier;

import dev.agentservice.support.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * {@code agent.knowledge.ingest} (timer; collection, outcome): how long documents took to
 * be stored, and why they were not.
 */
@Component
class IngestMetrics {

	private static final Logger logger = LoggerFactory.getLogger(IngestMetrics.class);

	private final MeterRegistry meters;

	IngestMetrics(MeterRegistry meters) {
		this.meters = meters;
	}

	Ingested timed(String collection, Supplier<Ingested> work) {
		Timer.Sample sample = Timer.start(this.meters);
		String outcome = "internal_error";
		try {
			Ingested done = work.get();
			outcome = done.unchanged() ? "unchanged" : "stored";
			return done;
		}
		catch (ProblemException ex) {
			outcome = ex.code().code();
			throw ex;
		}
		finally {
			sample.stop(Timer.builder("agent.knowledge.ingest")
				.description("Documents that were put into collections")
				.tags("collection", collection, "outcome", outcome)
				.register(this.meters));
		}
	}

	/** What could not be tidied up expires, or is corrected by the next change. */
	void leftBehind(RuntimeException failure) {
		logger.atWarn().setCause(failure).log("What was begun for a document could not be tidied up; it will expire");
	}

}
