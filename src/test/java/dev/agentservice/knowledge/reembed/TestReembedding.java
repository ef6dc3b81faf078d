package dev.agentservice.knowledge.reembed;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.agentservice.budget.Purse;
import dev.agentservice.knowledge.manifest.CollectionRoom;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.Vectors;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.knowledge.store.KnowledgeStores;
import dev.agentservice.knowledge.upkeep.IndexUpdates;
import dev.agentservice.llm.EmbeddingModel;
import dev.agentservice.support.Deadline;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;

/** What moves a collection to another model, made of parts that a test has. */
public final class TestReembedding {

	private final Generations generations;

	private final Reembedding reembedding;

	private final IndexUpdates updates;

	private final Generation target;

	private final Function<List<GoldenQuery>, GoldenScores> golden;

	private TestReembedding(Generations generations, Reembedding reembedding, IndexUpdates updates, Generation target,
			Function<List<GoldenQuery>, GoldenScores> golden) {
		this.generations = generations;
		this.reembedding = reembedding;
		this.updates = updates;
		this.target = target;
		this.golden = golden;
	}

	/** A text costs a nano-dollar, which nobody pays. */
	public static TestReembedding of(KnowledgeStores stores, UnaryOperator<Object> watched, Manifest manifest,
			Vectors vectors, IndexUpdates updates, CollectionRoom room, TestModel model) {
		Generation target = model.generation();
		Generations generations = (Generations) watched.apply(new Generations(stores));
		Purse purse = Mockito.mock(Purse.class, Mockito.withSettings().stubOnly());
		Mockito.when(purse.costNano()).thenAnswer((_) -> (long) model.asked.size());
		Function<Generation, Optional<EmbeddingModel>> models = (generation) -> generation.equals(target)
				? Optional.of(model) : Optional.empty();
		return new TestReembedding(generations,
				new Reembedding(generations, manifest, vectors, updates, room, models, (_, _) -> purse), updates,
				target, (queries) -> new GoldenScores(Map.of("handbook", queries), manifest, vectors, models));
	}

	/** Begins a job. */
	public boolean begin(KnownCollection collection) {
		return this.generations.begin(collection.place(), this.target,
				OtherGeneration.Job.paidBy("ing_1", "kim", "key", 1),
				this.updates.instance(collection, this.target)) == Generations.Begin.BEGUN;
	}

	/** Goes on with it, as any replica does. */
	public void attempt(KnownCollection collection) {
		this.reembedding.attempt(collection);
	}

	/** How it stands; empty if there is none. */
	public String state(KnownCollection collection) {
		OtherGeneration.Job job = this.generations.look(collection.place()).job();
		return (job != null) ? job.state().word() : "";
	}

	/** What it has cost so far. */
	public long cost(KnownCollection collection) {
		return Objects.requireNonNull(this.generations.look(collection.place()).job()).costNano();
	}

	/** The user who pays is erased. */
	public void erasePayer(KnownCollection collection) {
		this.generations.forgetPayer(collection.place(), "kim");
	}

	/** How well a query finds a document by the new model. */
	public OptionalDouble ndcg(KnownCollection collection, String document) {
		return this.golden.apply(List.of(new GoldenQuery("query", Set.of(document))))
			.of(collection, this.target, Mockito.mock(Purse.class), Deadline.after(Duration.ofMinutes(1)));
	}

	/** Searches it from now on. */
	public boolean activate(KnownCollection collection) {
		OtherGeneration.Job job = Objects.requireNonNull(this.generations.look(collection.place()).job());
		return this.generations.activate(collection.place(), job.g(),
				this.updates.instance(collection, job.generation()),
				Duration.ofDays(7)) == Generations.Activation.ACTIVATED;
	}

	/** Deletes the one that is not searched. */
	public void drop(KnownCollection collection) {
		assertThat(this.generations.drop(collection.place(),
				Objects.requireNonNull(this.generations.look(collection.place()).job()).g()))
			.isTrue();
	}

}
