package dev.agentservice.knowledge.evaluate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import ch.qos.logback.classic.Level;
import dev.agentservice.guard.evaluate.report.Check;
import dev.agentservice.guard.evaluate.report.JunitReport;
import dev.agentservice.knowledge.evaluate.measure.CutCorpus;
import dev.agentservice.knowledge.evaluate.measure.Measured;
import dev.agentservice.knowledge.evaluate.measure.Retrieval;
import dev.agentservice.knowledge.evaluate.report.RetrievalJson;
import dev.agentservice.knowledge.evaluate.report.RetrievalTable;
import dev.agentservice.knowledge.evaluate.report.RetrievalThresholds;
import dev.agentservice.knowledge.evaluate.set.Corpus;
import dev.agentservice.knowledge.evaluate.set.CorpusReader;
import dev.agentservice.knowledge.evaluate.set.InvalidCorpusException;
import dev.agentservice.knowledge.evaluate.vector.StoredModel;
import dev.agentservice.knowledge.evaluate.vector.StoredVectors;
import dev.agentservice.llm.EmbeddingModel;
import dev.agentservice.llm.InProcessModel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code scripts/knowledge-eval} runs.
 */
final class KnowledgeEvaluation {

	private static final java.util.logging.Logger LUCENE = java.util.logging.Logger.getLogger("org.apache.lucene");

	private static final int BROKEN = 1;

	private static final int NOT_MEASURED = 2;

	private final Options options;

	private final Consumer<String> out;

	private final Progress progress;

	private KnowledgeEvaluation(Options options, Consumer<String> out, Consumer<String> err) {
		this.options = options;
		this.out = out;
		this.progress = new Progress(err);
	}

	/**
	 * The first argument is the project's folder {@code eval}. Exits with 0 if all
	 * thresholds are kept, 1 if one is not, 2 if nothing could be measured.
	 */
	public static void main(String[] arguments) {
		// What the guard finds is counted, and how fast Lucene could be is no news here.
		((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
		LUCENE.setLevel(java.util.logging.Level.OFF);
		System.exit(run(List.of(arguments), IO::println, System.err::print));
	}

	/** The same; what it would print goes elsewhere. */
	static int run(List<String> arguments, Consumer<String> out, Consumer<String> err) {
		try {
			Options options = Options.parse(arguments);
			if (options.size() > 0) {
				new SizeMeasurement(out, new Progress(err)).run(options.size());
				return 0;
			}
			return new KnowledgeEvaluation(options, out, err).run();
		}
		catch (IllegalArgumentException | InvalidCorpusException ex) {
			err.accept(ex.getMessage() + "; try --help\n");
		}
		catch (UncheckedIOException ex) {
			err.accept("A file cannot be written: " + ex.getMessage() + "\n");
		}
		return NOT_MEASURED;
	}

	private int run() {
		RetrievalThresholds thresholds = RetrievalThresholds.read(this.options.thresholds());
		Corpus corpus = CorpusReader.read(this.options.corpus());
		StoredModel model = model(corpus);
		RetrievalTable table = new RetrievalTable(this.out, this.options.questions());
		List<Measured> all = new ArrayList<>();
		for (int tokens : this.options.passageTokens()) {
			Measured measured = measured(corpus, tokens, model);
			table.print(measured);
			all.add(measured);
		}
		// What is stored was measured with the first size.
		List<Check> checks = thresholds.check(all.getFirst());
		table.print(checks);
		write(this.options.json(), RetrievalJson.of(all, checks));
		write(this.options.junit(), JunitReport.of("knowledge-eval", checks));
		return checks.stream().allMatch(Check::kept) ? 0 : BROKEN;
	}

	private Measured measured(Corpus corpus, int tokens, @Nullable StoredModel model) {
		CutCorpus cut = CutCorpus.of(corpus, tokens, model, this.progress.of("cutting documents"));
		try (Retrieval retrieval = new Retrieval(cut, model)) {
			return retrieval.measure(this.progress.of("asking questions"));
		}
	}

	/** Null if there are no vectors: then words alone are measured. */
	private @Nullable StoredModel model(Corpus corpus) {
		Path file = this.options.vectors();
		String id = InProcessModel.ID.toString();
		if (this.options.makeVectors()) {
			StoredVectors made = new StoredVectors(id, StoredModel.DIMENSION);
			StoredModel model = new StoredModel(made);
			make(corpus, model);
			made.write(file);
			this.out.accept(made.size() + " vectors written to " + file);
			return model;
		}
		StoredVectors stored = StoredVectors.read(file, id, StoredModel.DIMENSION);
		if (stored.size() == 0) {
			this.out.accept("There are no vectors in " + file + ": only words are measured; --make-vectors makes some");
			return null;
		}
		return new StoredModel(stored);
	}

	private void make(Corpus corpus, StoredModel model) {
		EmbeddingModel real = InProcessModel.load()
			.orElseThrow(() -> new IllegalArgumentException(
					"--make-vectors needs the in-process model, which scripts/knowledge-eval adds"));
		List<String> inputs = new ArrayList<>();
		for (int tokens : this.options.passageTokens()) {
			inputs.addAll(CutCorpus.of(corpus, tokens, model, this.progress.of("cutting documents")).inputs(model));
		}
		int longer = model.make(inputs, real, this.progress.of("making vectors"));
		this.out.accept(longer + " of " + inputs.size() + " texts are longer than the model takes, and were cut");
	}

	private static void write(@Nullable Path file, String report) {
		if (file == null) {
			return;
		}
		try {
			Files.writeString(file, report);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
