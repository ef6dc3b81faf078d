package dev.agentservice.knowledge.ingest;

import java.time.Clock;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.agentservice.identity.Caller;
import dev.agentservice.knowledge.chunk.Chunker;
import dev.agentservice.knowledge.chunk.Passage;
import dev.agentservice.knowledge.chunk.TokenCount;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.manifest.DocumentEntry;
import dev.agentservice.knowledge.manifest.DocumentTags;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.Staged;
import dev.agentservice.knowledge.manifest.StoredPassage;
import dev.agentservice.knowledge.search.PassageJudge;
import dev.agentservice.knowledge.settings.KnowledgeProperties;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.Text;
import dev.agentservice.support.Ulid;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Stores documents: cut, judged passage by passage, written beside the version that
 * counts, and switched to. A crash anywhere leaves the old version.
 */
@Component
public class Ingestion {

	/** How texts are compared where there is no embedding model. */
	private static final String BY_WORDS = "none";

	private final Manifest manifest;

	private final DocumentTags tags;

	private final PassageIndex index;

	private final PassageJudge judge;

	private final Chunker chunker;

	private final KnowledgeProperties properties;

	private final IngestMetrics metrics;

	private final IngestSlots slots = new IngestSlots();

	private final InstantSource clock = InstantSource.system();

	Ingestion(Manifest manifest, DocumentTags tags, PassageIndex index, PassageJudge judge, TokenCount tokens,
			KnowledgeProperties properties, IngestMetrics metrics) {
		this.manifest = manifest;
		this.tags = tags;
		this.index = index;
		this.judge = judge;
		this.chunker = new Chunker(tokens, properties.passage().tokens(),
				properties.passage().prefix() != KnowledgeProperties.Prefix.NONE);
		this.properties = properties;
		this.metrics = metrics;
	}

	/**
	 * Stores a document.
	 * @param expected the version that it must have now; null for any
	 * @throws ProblemException if it cannot be stored; then the version before counts
	 */
	public Ingested put(Caller caller, KnownCollection collection, NewDocument document, @Nullable Long expected) {
		return this.metrics.timed(collection.name(),
				() -> this.slots.within(() -> store(caller, collection, document, expected)));
	}

	private Ingested store(Caller caller, KnownCollection collection, NewDocument document, @Nullable Long expected) {
		Deadline deadline = Deadline.after(this.properties.limits().ingestTimeout());
		String title = document.name();
		List<Passage> passages = this.chunker.cut(title, document.text(),
				this.properties.limits().passagesPerDocument(), deadline);
		if (passages.size() > this.properties.limits().passagesPerDocument()) {
			throw IngestProblems.tooManyPassages(this.properties.limits().passagesPerDocument());
		}
		if (deadline.passed()) {
			throw IngestProblems.late();
		}
		Manifest.Writer writer = new Manifest.Writer(collection.place(),
				this.tags.of(collection.place(), document.id()), Ulid.next(Clock.systemUTC()));
		String digest = Digests.of(document, title, this.properties.passage());
		return switch (this.manifest.stage(writer, expected, digest, terms())) {
			case Staged.Unchanged(DocumentEntry entry) -> new Ingested(entry, false, true);
			case Staged.Mismatch(long version) -> throw IngestProblems.mismatch(version);
			case Staged.Bound(String generation) -> throw IngestProblems.bound(generation, BY_WORDS);
			case Staged.Busy _ -> throw IngestProblems.busy();
			case Staged.Full _ ->
				throw IngestProblems.full("documents", this.properties.limits().documentsPerCollection());
			case Staged.Begun begun -> {
				DocumentEntry entry = new DocumentEntry(begun.version(), document.id(), title, document.source(),
						document.metadata(), digest, 0, 0, List.of(), Set.of(), caller.tag().value(),
						this.clock.instant().truncatedTo(ChronoUnit.MILLIS));
				yield new Ingested(finish(collection, writer, entry, begun.before(), passages, deadline), begun.isNew(),
						false);
			}
		};
	}

	private Manifest.Terms terms() {
		return new Manifest.Terms(this.properties.limits().ingestTimeout(), BY_WORDS,
				this.properties.limits().documentsPerCollection());
	}

	/** What was begun is given up if it cannot be finished. */
	private DocumentEntry finish(KnownCollection collection, Manifest.Writer writer, DocumentEntry begun, long before,
			List<Passage> passages, Deadline deadline) {
		boolean done = false;
		try {
			List<StoredPassage> judged = judged(begun.title(), passages, deadline);
			DocumentEntry entry = begun.of(begun.version(), judged);
			demandRoom(writer, entry.bytes() - before);
			if (!this.manifest.write(writer, entry.version(), judged)) {
				throw IngestProblems.busy();
			}
			switchTo(writer, entry);
			done = true;
			settle(collection, writer.token());
			this.index.changed(collection);
			return entry;
		}
		finally {
			if (!done) {
				abandon(writer, begun.version());
				settle(collection, writer.token());
			}
		}
	}

	private void switchTo(Manifest.Writer writer, DocumentEntry entry) {
		int most = this.properties.limits().embeddedPassages();
		switch (this.manifest.switchTo(writer, entry, most)) {
			case SWITCHED -> {
				// From here on it is found.
			}
			case LOST -> throw IngestProblems.busy();
			case FULL -> throw IngestProblems.full("passages", most);
		}
	}

	private List<StoredPassage> judged(String title, List<Passage> passages, Deadline deadline) {
		List<List<String>> findings = findings(title, passages, deadline);
		List<StoredPassage> judged = new ArrayList<>();
		for (int i = 0; i < passages.size(); i++) {
			Passage passage = passages.get(i);
			judged.add(new StoredPassage(passage.text(), passage.heading(), passage.start(), passage.end(),
					Digests.of(passage.text()), findings.get(i)));
		}
		return judged;
	}

	/**
	 * Of each passage; two neighbours that are harmless alone are judged together, too.
	 */
	private List<List<String>> findings(String title, List<Passage> passages, Deadline deadline) {
		List<List<String>> findings = new ArrayList<>();
		for (int i = 0; i < passages.size(); i++) {
			if (deadline.passed()) {
				throw IngestProblems.late();
			}
			Passage passage = passages.get(i);
			findings.add(this.judge.findings(title, passage.heading(), passage.text()));
			if (i > 0 && findings.get(i).isEmpty() && findings.get(i - 1).isEmpty()) {
				List<String> ofBoth = this.judge.findingsOfBoth(passages.get(i - 1).text(), passage.text());
				findings.set(i - 1, ofBoth);
				findings.set(i, ofBoth);
			}
		}
		return findings;
	}

	private void demandRoom(Manifest.Writer writer, long more) {
		long most = this.properties.limits().stored().toBytes();
		if (!this.manifest.reserve(writer, more, most)) {
			throw IngestProblems.full("bytes of all collections together", most);
		}
	}

	/**
	 * If this fails, too, the next writer waits until the time of this one has passed.
	 */
	private void abandon(Manifest.Writer writer, long version) {
		try {
			this.manifest.abandon(writer, version);
		}
		catch (RuntimeException ex) {
			this.metrics.leftBehind(ex);
		}
	}

	/** It counts already: what fails here is made up for later. */
	void changed(KnownCollection collection) {
		settle(collection, "");
		this.index.changed(collection);
	}

	private void settle(KnownCollection collection, String token) {
		try {
			this.manifest.settle(collection.place(), token);
		}
		catch (RuntimeException ex) {
			this.metrics.leftBehind(ex);
		}
	}

	/** A text of nothing but blanks is no document. */
	public static boolean isEmpty(String text) {
		return Text.isBlank(text);
	}

}
