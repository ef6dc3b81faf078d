package dev.agentservice.knowledge.reembed;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalDouble;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.budget.BudgetExceededException;
import dev.agentservice.budget.Purse;
import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.identity.Caller;
import dev.agentservice.knowledge.embedding.KnowledgeModels;
import dev.agentservice.knowledge.embedding.KnowledgePurses;
import dev.agentservice.knowledge.manifest.CollectionRoom;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.reembed.OtherGeneration.Job;
import dev.agentservice.knowledge.reembed.OtherGeneration.State;
import dev.agentservice.knowledge.settings.KnowledgeProperties;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.knowledge.upkeep.IndexUpdates;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.Ulid;
import dev.agentservice.support.json.UnreadableStateException;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * What operators do about the generations of a collection; each is in the audit log
 * before it is done.
 */
@Component
public class Reembeddings {

	/** So much worse the golden queries may be answered. */
	private static final double TOLERANCE = 0.005;

	private static final Duration KEPT = Duration.ofDays(7);

	private static final Duration MEASURED_WITHIN = Duration.ofMinutes(2);

	private final Generations generations;

	private final ReembeddingRounds rounds;

	private final GoldenScores golden;

	private final IndexUpdates updates;

	private final CollectionRoom room;

	private final KnowledgeModels models;

	private final KnowledgePurses purses;

	private final Audit audit;

	private final KnowledgeProperties properties;

	Reembeddings(Generations generations, ReembeddingRounds rounds, GoldenScores golden, IndexUpdates updates,
			CollectionRoom room, KnowledgeModels models, KnowledgePurses purses, Audit audit,
			KnowledgeProperties properties) {
		this.generations = generations;
		this.rounds = rounds;
		this.golden = golden;
		this.updates = updates;
		this.room = room;
		this.models = models;
		this.purses = purses;
		this.audit = audit;
		this.properties = properties;
	}

	/** The generations of a collection. */
	public OtherGeneration look(KnownCollection collection) {
		return this.generations.look(collection.place());
	}

	/**
	 * Begins to make the vectors of the configured model, or goes on with it on other
	 * terms.
	 * @param mostUsd what that may cost; null for as much as a document may
	 * @throws ProblemException if there is nothing to do, no room, or a third generation
	 */
	public OtherGeneration begin(Caller operator, KnownCollection collection, @Nullable BigDecimal mostUsd) {
		Generation target = this.models.generation();
		if (!target.hasVectors()) {
			throw ReembedProblems.noModel();
		}
		OtherGeneration now = look(collection);
		demandRoom(now, target);
		BigDecimal most = Objects.requireNonNullElse(mostUsd, this.properties.limits().ingestCostUsd());
		audit(operator, "knowledge.reembedding.begun", collection, target.toString(), now.active().toString(),
				target + ", for at most " + most.toPlainString() + " USD");
		Job job = Job.paidBy("ing_" + Ulid.next(Clock.systemUTC()), operator.tag().value(), operator.credential(),
				NanoUsd.of(most));
		switch (this.generations.begin(collection.place(), target, job, this.updates.instance(collection, target))) {
			case BEGUN -> this.rounds.soon(collection);
			case SAME, EMPTY -> throw ReembedProblems.nothingToDo(target.toString());
			case BUSY -> throw ReembedProblems.busy();
		}
		return look(collection);
	}

	private void demandRoom(OtherGeneration now, Generation target) {
		long most = this.properties.limits().stored().toBytes();
		if (now.job() == null && this.room.bytes() + target.bytes(Math.toIntExact(now.passages())) > most) {
			throw ReembedProblems.full(most);
		}
	}

	/**
	 * Searches another generation from now on.
	 * @param force activates it whatever the golden queries say
	 * @param reason why, for the audit log
	 * @return what the golden queries say
	 * @throws ProblemException if it is not ready, or worse
	 */
	public Measured activate(Caller operator, KnownCollection collection, long g, boolean force, String reason) {
		OtherGeneration now = look(collection);
		Job job = job(now, g);
		if (job.state() == State.DROPPING || job.embedded() != now.documents()
				|| !this.updates.isFound(collection, job.generation(), job.mark())) {
			throw ReembedProblems.partial();
		}
		Measured measured = measured(operator, collection, now.active(), job.generation(), force);
		audit(operator, "knowledge.generation.activated", collection, Long.toString(g), now.active().toString(),
				job.generation() + " " + measured + (force ? ", forced: " + reason : ""));
		String instance = this.updates.instance(collection, job.generation());
		switch (this.generations.activate(collection.place(), g, instance.equals(job.instance()) ? instance : "",
				KEPT)) {
			case ACTIVATED -> this.updates.changed(collection);
			case LOST -> throw ReembedProblems.absent();
			case PARTIAL -> throw ReembedProblems.partial();
		}
		return measured;
	}

	private Measured measured(Caller operator, KnownCollection collection, Generation active, Generation other,
			boolean force) {
		Deadline deadline = Deadline.after(MEASURED_WITHIN);
		Purse purse = this.purses.ofSearch(operator);
		try {
			OptionalDouble before = this.golden.of(collection, active, purse, deadline);
			OptionalDouble after = this.golden.of(collection, other, purse, deadline);
			if (!force && (before.isEmpty() || after.isEmpty())) {
				throw ReembedProblems.unproven();
			}
			if (!force && after.getAsDouble() < before.getAsDouble() - TOLERANCE) {
				throw ReembedProblems.worse(before.getAsDouble(), after.getAsDouble());
			}
			return new Measured(before, after);
		}
		catch (ModelException | BudgetExceededException | UnreadableStateException ex) {
			if (!force) {
				throw switch (ex) {
					case BudgetExceededException budget -> budget;
					case UnreadableStateException _ -> ReembedProblems.unproven();
					default -> ReembedProblems.unmeasured(ex);
				};
			}
			return new Measured(OptionalDouble.empty(), OptionalDouble.empty());
		}
	}

	/**
	 * Deletes another generation than the one that is searched; what is being made is
	 * given up.
	 * @throws ProblemException {@code not_found}
	 */
	public void drop(Caller operator, KnownCollection collection, long g) {
		Job job = job(look(collection), g);
		audit(operator, "knowledge.generation.deleted", collection, Long.toString(g), job.generation().toString(),
				null);
		if (!this.generations.drop(collection.place(), g)) {
			throw ReembedProblems.absent();
		}
		this.rounds.soon(collection);
	}

	/**
	 * A user is erased: what that user has begun waits until an operator begins it again.
	 */
	public void forgetPayer(String tenantTag, String user) {
		this.rounds.forgetPayer(tenantTag, user, this.generations);
	}

	private static Job job(OtherGeneration now, long g) {
		Job job = now.job();
		if (job == null || job.g() != g) {
			throw ReembedProblems.absent();
		}
		return job;
	}

	private void audit(Caller operator, String action, KnownCollection collection, String target, String before,
			@Nullable String after) {
		this.audit.record(AuditEntry.by(operator, action, collection.name() + "/" + target, before, after));
	}

	/**
	 * How well golden queries are answered: nDCG@10, from 0 to 1.
	 *
	 * @param before by the generation that was searched until now
	 * @param after by the one that is searched from now on
	 */
	public record Measured(OptionalDouble before, OptionalDouble after) {

		@Override
		public String toString() {
			return "(nDCG@10 " + text(this.before) + " before, " + text(this.after) + " after)";
		}

		private static String text(OptionalDouble figure) {
			return figure.isPresent() ? Double.toString(figure.getAsDouble()) : "unknown";
		}

	}

}
