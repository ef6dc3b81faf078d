package dev.agentservice.knowledge.ingest;

import java.time.Clock;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.agentservice.budget.Purse;
import dev.agentservice.identity.Caller;
import dev.agentservice.knowledge.chunk.Passage;
import dev.agentservice.knowledge.embedding.KnowledgeModels;
import dev.agentservice.knowledge.embedding.KnowledgePurses;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.manifest.CollectionRoom;
import dev.agentservice.knowledge.manifest.DocumentTags;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.Staged;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.manifest.document.StoredPassage;
import dev.agentservice.knowledge.settings.KnowledgeProperties;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.knowledge.upkeep.IndexUpdates;
import dev.agentservice.knowledge.upkeep.VersionWriter;
import dev.agentservice.session.UserNames;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.Text;
import dev.agentservice.support.Ulid;
import dev.agentservice.support.problem.ProblemException;

import org.springframework.stereotype.Component;

/**
 * Stores documents: cut, judged passage by passage, written beside the version that
 * counts, and switched to. A crash anywhere leaves the old version.
 */
@Component
public class Ingestion {

	private final Manifest manifest;

	private final DocumentTags tags;

	private final IndexUpdates updates;

	private final VersionWriter versions;

	private final PassageCutter cutter;

	private final PassageVectors vectors;

	private final CollectionRoom room;

	private final KnowledgeModels models;

	private final KnowledgePurses purses;

	private final UserNames names;

	private final StoreTerms terms;

	private final KnowledgeProperties properties;

	private final IngestMetrics metrics;

	/** Documents that wait for an index; each holds its text and vectors. */
	private final IngestSlots slots = new IngestSlots();

	private final InstantSource clock = InstantSource.system();

	Ingestion(Manifest manifest, CollectionRoom room, DocumentTags tags, IndexUpdates updates, VersionWriter versions,
			PassageCutter cutter, PassageVectors vectors, KnowledgeModels models, KnowledgePurses purses,
			UserNames names, StoreTerms terms, KnowledgeProperties properties, IngestMetrics metrics) {
		this.manifest = manifest;
		this.room = room;
		this.tags = tags;
		this.updates = updates;
		this.versions = versions;
		this.cutter = cutter;
		this.vectors = vectors;
		this.models = models;
		this.purses = purses;
		this.names = names;
		this.terms = terms;
		this.properties = properties;
		this.metrics = metrics;
	}

	/**
	 * Stores a document.
	 * @throws ProblemException if it cannot be stored; then the version before counts
	 */
	public Ingested put(Caller caller, KnownCollection collection, NewDocument document, PutTerms terms) {
		return this.metrics.timed(collection.name(), () -> store(caller, collection, document, terms));
	}

	private Ingested store(Caller caller, KnownCollection collection, NewDocument document, PutTerms terms) {
		Deadline deadline = Deadline.after(this.properties.limits().ingestTimeout());
		String title = document.name();
		List<Passage> passages = this.cutter.cut(title, document.text(), deadline);
		Generation generation = this.models.generation();
		Manifest.Writer writer = new Manifest.Writer(collection.place(),
				this.tags.of(collection.place(), document.id()), Ulid.next(Clock.systemUTC()),
				this.updates.index(collection), this.updates.instance(collection, generation), null);
		this.terms.demandMemory(collection);
		Deadline admitted = this.terms.demandTenant(collection);
		this.updates.begin(collection.place());
		String digest = Digests.of(document, title, this.properties.passage());
		return switch (this.manifest.stage(writer, terms.expected(), digest, this.terms.of(collection, generation))) {
			case Staged.Unchanged(DocumentEntry entry) -> new Ingested(entry, false, true, null);
			case Staged.Mismatch(long version) -> throw IngestProblems.mismatch(version);
			case Staged.Bound(String other) -> throw IngestProblems.bound(other, generation.toString());
			case Staged.Busy _ -> throw IngestProblems.busy();
			case Staged.Full _ -> throw full(collection, "documents", this.terms.mostDocuments(collection));
			case Staged.Erasing(boolean blocked) -> throw IngestProblems.erasing(blocked);
			case Staged.Begun begun -> {
				if (!begun.unnamed().isEmpty()) {
					this.names.storeSoon(caller, begun.unnamed());
				}
				DocumentEntry entry = new DocumentEntry(begun.version(), document.id(), title, document.source(),
						document.metadata(), digest, 0, 0, List.of(), Set.of(), caller.tag().value(),
						this.clock.instant().truncatedTo(ChronoUnit.MILLIS))
					.in(begun.active());
				Purse purse = this.purses.ofDocument(caller, terms.mostUsd(this.properties.limits().ingestCostUsd()));
				yield finish(new Draft(collection, writer.making(begun.making()), entry, passages, purse, deadline),
						begun, admitted);
			}
		};
	}

	private static ProblemException full(KnownCollection collection, String of, long most) {
		return collection.isOwn() ? IngestProblems.fullOfOwn(of, most) : IngestProblems.full(of, most);
	}

	/** What was begun is given up if it cannot be finished. */
	private Ingested finish(Draft draft, Staged.Begun begun, Deadline admitted) {
		boolean done = false;
		try {
			this.terms.demandTenantStill(draft.collection(), admitted);
			List<StoredPassage> judged = this.cutter.judged(draft.begun().title(), draft.passages(), draft.deadline());
			DocumentEntry entry = draft.begun().of(begun.version(), judged);
			demandModel(begun);
			demandRoom(draft, entry, begun.before());
			demandIndex(draft.collection());
			PassageVectors.Made made = this.vectors.of(draft, entry, judged);
			DocumentEntry vectored = entry;
			entry = draft.writer().index().isEmpty() ? store(draft, vectored, judged, made)
					: this.slots.within(() -> store(draft, vectored, judged, made));
			done = true;
			settle(draft.collection(), draft.writer().token());
			this.updates.changed(draft.collection());
			return new Ingested(entry, begun.isNew(), false, made.bill(draft.purse()));
		}
		finally {
			if (!done) {
				abandon(draft.writer(), draft.begun());
				settle(draft.collection(), draft.writer().token());
			}
		}
	}

	private DocumentEntry store(Draft draft, DocumentEntry entry, List<StoredPassage> passages,
			PassageVectors.Made made) {
		int most = this.terms.mostPassages(draft.collection());
		Long bytes = this.terms.mostBytes(draft.collection());
		try {
			VersionWriter.Stored stored = this.versions.store(draft.collection(), draft.writer(), entry, passages,
					new VersionWriter.Packed(made.vectors(), made.beside()), new VersionWriter.Most(most, bytes),
					draft.deadline());
			return switch (stored.outcome()) {
				case SWITCHED -> stored.entry();
				case LOST -> throw IngestProblems.busy();
				case MANY_DOCUMENTS ->
					throw full(draft.collection(), "documents", this.terms.mostDocuments(draft.collection()));
				case MANY_PASSAGES -> throw full(draft.collection(), "passages", most);
				case MANY_BYTES ->
					throw full(draft.collection(), "bytes", Objects.requireNonNullElse(bytes, Long.MAX_VALUE));
			};
		}
		catch (IndexUnavailableException ex) {
			throw IngestProblems.notIndexed(ex);
		}
	}

	/**
	 * Both generations are written, or searches would not find it until the other counts.
	 */
	private void demandModel(Staged.Begun begun) {
		if (begun.making() != null && begun.active().hasVectors() && this.models.of(begun.active()).isEmpty()) {
			throw IngestProblems.bound(begun.active().toString(), begun.making().toString());
		}
	}

	/** Nothing is paid for what would not be stored. */
	private void demandIndex(KnownCollection collection) {
		if (!collection.isOwn() && !this.updates.isAvailable()) {
			throw IngestProblems.notIndexed(new IndexUnavailableException("the index did not answer lately", null));
		}
	}

	private void demandRoom(Draft draft, DocumentEntry entry, long before) {
		Manifest.Writer writer = draft.writer();
		if (draft.collection().isOwn()) {
			this.terms.demandBytes(draft.collection(), this.manifest.look(writer.place()).bytes(), entry, before);
			return;
		}
		long most = this.properties.limits().stored().toBytes();
		if (entry.comparedBy().hasVectors()) {
			this.room.endPaid(writer);
		}
		Generation making = writer.making();
		long beside = (making != null) ? making.bytes(entry.passages()) : 0;
		if (!this.room.reserve(writer, entry.bytes() + beside - before, most)) {
			throw IngestProblems.full("bytes of all collections together", most);
		}
	}

	/**
	 * If this fails, too, the next writer waits until the time of this one has passed.
	 */
	private void abandon(Manifest.Writer writer, DocumentEntry begun) {
		try {
			long paid = this.manifest.abandon(writer, begun.version());
			if (paid > 0 && writer.place().owner() == null) {
				this.room.keepPaid(writer, begun.comparedBy().bytes(Math.toIntExact(paid)));
			}
		}
		catch (RuntimeException ex) {
			this.metrics.leftBehind(ex);
		}
	}

	/** It counts already: what fails here is made up for later. */
	void changed(KnownCollection collection) {
		settle(collection, "");
		this.updates.changed(collection);
	}

	private void settle(KnownCollection collection, String token) {
		if (collection.isOwn()) {
			return;
		}
		try {
			this.room.settle(collection.place(), token);
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
