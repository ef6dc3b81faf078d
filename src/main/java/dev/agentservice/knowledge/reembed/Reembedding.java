package dev.agentservice.knowledge.reembed;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.function.Function;

import dev.agentservice.budget.BudgetExceededException;
import dev.agentservice.budget.Purse;
import dev.agentservice.knowledge.embedding.KnowledgeModels;
import dev.agentservice.knowledge.embedding.KnowledgePurses;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.CollectionRoom;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.Vectors;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.reembed.OtherGeneration.Job;
import dev.agentservice.knowledge.reembed.OtherGeneration.State;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.knowledge.upkeep.IndexUpdates;
import dev.agentservice.llm.EmbeddingModel;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.support.Ulid;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Makes the vectors of another generation, document by document. One replica at a time
 * does it; after a crash another one goes on with what is not there. Each call's vectors
 * are kept before the next one is made.
 */
@Component
class Reembedding {

	private static final Logger logger = LoggerFactory.getLogger(Reembedding.class);

	static final int PAGE = 200;

	/** For one call of a model or an index. */
	static final Duration PATIENCE = Duration.ofMinutes(1);

	/** After which a replica that works at it is taken for dead. */
	static final Duration LEASE = PATIENCE.multipliedBy(3);

	private final Generations generations;

	private final DocumentEmbedding documents;

	private final GenerationRemoval removal;

	private final CollectionRoom room;

	private final Function<Generation, Optional<EmbeddingModel>> models;

	/** Who pays, by the collection's tenant, the job and its attempt. */
	private final BiFunction<CollectionPlace, Attempt, Purse> purses;

	@Autowired
	Reembedding(Generations generations, Manifest manifest, Vectors vectors, IndexUpdates updates, CollectionRoom room,
			KnowledgeModels models, KnowledgePurses purses) {
		this(generations, manifest, vectors, updates, room, models::of,
				(place, attempt) -> purses.ofJob(place.tenantTag(), attempt.job().user(), attempt.job().credential(),
						attempt.job().run(), attempt.number(), attempt.job().mostNano()));
	}

	Reembedding(Generations generations, Manifest manifest, Vectors vectors, IndexUpdates updates, CollectionRoom room,
			Function<Generation, Optional<EmbeddingModel>> models, BiFunction<CollectionPlace, Attempt, Purse> purses) {
		this.generations = generations;
		this.documents = new DocumentEmbedding(generations, manifest, vectors, updates);
		this.removal = new GenerationRemoval(generations, manifest, updates, room);
		this.room = room;
		this.models = models;
		this.purses = purses;
	}

	/** Does what there is to do for a collection; what fails is done by a later round. */
	void attempt(KnownCollection collection) {
		CollectionPlace place = collection.place();
		String token = Ulid.next(Clock.systemUTC());
		try {
			Job job = this.generations.look(place).job();
			if (job == null || isIdle(place, job)) {
				return;
			}
			int number = this.generations.take(place, token, LEASE);
			if (number > 0) {
				try {
					work(collection, token, number);
				}
				finally {
					this.generations.giveUp(place, token);
				}
			}
		}
		catch (StoreUnavailableException | CancellationException ex) {
			logger.atDebug().setCause(ex).log("A collection cannot be re-embedded now");
		}
		catch (RuntimeException ex) {
			// What is wrong with one collection is no other one's concern.
			logger.atError()
				.addKeyValue("collection", collection.name())
				.setCause(ex)
				.log("A collection cannot be re-embedded");
		}
	}

	private boolean isIdle(CollectionPlace place, Job job) {
		return switch (job.state()) {
			case RUNNING, WAITING_FOR_BUDGET -> job.user().isEmpty();
			case DROPPING -> false;
			case KEPT -> !job.isOver() || !this.generations.change(place, job.g(), State.KEPT, State.DROPPING);
			case READY -> job.embedded() == this.generations.look(place).documents()
					|| !this.generations.change(place, job.g(), State.READY, State.RUNNING);
		};
	}

	private void work(KnownCollection collection, String token, int number) {
		Job job = this.generations.look(collection.place()).job();
		if (job == null) {
			return;
		}
		Work work = new Work(collection, job, token);
		switch (job.state()) {
			case RUNNING -> embed(work, number);
			case WAITING_FOR_BUDGET -> {
				if (state(work, State.RUNNING, "")) {
					embed(work, number);
				}
			}
			case DROPPING -> this.removal.settle(work);
			case READY, KEPT -> {
				// Another replica was faster.
			}
		}
	}

	private boolean state(Work work, State state, String reason) {
		return this.generations.state(work.collection().place(), work.job().g(), work.token(), state, reason);
	}

	private void embed(Work work, int number) {
		Optional<EmbeddingModel> model = this.models.apply(work.job().generation());
		if (model.isEmpty()) {
			state(work, State.RUNNING, "model_not_configured");
			return;
		}
		Purse purse = this.purses.apply(work.collection().place(), new Attempt(work.job(), number));
		State state = State.RUNNING;
		String reason = "";
		boolean whole = false;
		try {
			whole = all(work, model.get(), purse);
		}
		catch (BudgetExceededException ex) {
			state = State.WAITING_FOR_BUDGET;
			reason = "budget_exceeded";
		}
		catch (ModelException ex) {
			reason = "model_" + ex.kind().name().toLowerCase(java.util.Locale.ROOT);
		}
		catch (IndexUnavailableException _) {
			reason = "knowledge_unavailable";
		}
		catch (ProblemException ex) {
			reason = ex.code().code();
		}
		finally {
			book(work, purse);
		}
		if (whole && state(work, State.READY, "")) {
			logger.atInfo().addKeyValue("collection", work.collection().name()).log("A collection is re-embedded");
		}
		else {
			state(work, state, reason);
		}
	}

	/** Also if the attempt was ended by somebody else, or by what nobody expects. */
	private void book(Work work, Purse purse) {
		if (!this.generations.spend(work.collection().place(), work.job().g(), purse.tokens(), purse.costNano())) {
			logger.atDebug().log("What an attempt has cost is not shown, the generation is gone");
		}
	}

	/** Whether this replica could go through all documents. */
	private boolean all(Work work, EmbeddingModel model, Purse purse) {
		CollectionPlace place = work.collection().place();
		String after = "";
		do {
			Generations.Page page = this.generations.page(place, after, PAGE);
			for (String document : page.documents()) {
				if (!this.documents.embed(work, document, model, purse)) {
					return false;
				}
			}
			this.room.settle(place, "");
			after = page.next();
		}
		while (!after.isEmpty());
		return true;
	}

	/** What a replica works at. */
	record Work(KnownCollection collection, Job job, String token) {

	}

	/**
	 * An attempt at a job.
	 *
	 * @param job the job
	 * @param number by which those before are fenced off
	 */
	record Attempt(Job job, int number) {

	}

}
