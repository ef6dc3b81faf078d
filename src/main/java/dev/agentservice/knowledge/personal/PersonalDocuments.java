package dev.agentservice.knowledge.personal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.agentservice.identity.UserTag;
import dev.agentservice.knowledge.index.OwnPassages;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.StoredDocument;
import dev.agentservice.knowledge.manifest.document.StoredPassage;
import dev.agentservice.knowledge.reembed.Reembeddings;
import dev.agentservice.knowledge.settings.KnowledgeProperties;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.json.UnreadableStateException;
import dev.agentservice.support.personal.ExportSink;
import dev.agentservice.support.personal.IndexedKeys;
import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.Keeping.Erasure;
import dev.agentservice.support.personal.Kept;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.Slice;
import dev.agentservice.support.personal.Subject;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

/**
 * What users own is below their hash tag, in no index that others search, and goes with
 * an erasure. Documents that a tenant shares belong to the tenant, not to who put them
 * there: they are named as kept, with the tag of that user, which stands in the record of
 * each version.
 */
@Component
class PersonalDocuments implements PersonalDataStore {

	private static final String KIND = "know";

	/** Each collection of a user has a key that ends so. */
	private static final String ENTRIES = ":docs";

	private static final int PAGE = 50;

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final Manifest manifest;

	private final OwnPassages copies;

	private final Reembeddings reembeddings;

	private final IndexedKeys keys;

	private final KnowledgeProperties properties;

	PersonalDocuments(Manifest manifest, OwnPassages copies, Reembeddings reembeddings, IndexedKeys keys,
			KnowledgeProperties properties) {
		this.manifest = manifest;
		this.copies = copies;
		this.reembeddings = reembeddings;
		this.keys = keys;
		this.properties = properties;
	}

	@Override
	public String name() {
		return "knowledge";
	}

	@Override
	public List<Keeping> keepings() {
		return List.of(
				new Keeping("documents of the user's own", "answers from what the user knows",
						this.properties.personal().retention(),
						"the document was stored, or the last search of the user", Erasure.DELETED),
				new Keeping("documents, with the tag of the user who put each there",
						"answers from what the tenant knows", null, "the document is deleted by name", Erasure.KEPT));
	}

	@Override
	public Set<String> kinds() {
		return Set.of(KIND);
	}

	@Override
	public Slice erase(Subject subject, String cursor, Deadline deadline) {
		this.copies.forget(subject.user());
		this.reembeddings.forgetPayer(subject.tenant(), subject.user());
		return new Slice.Done(0, 0,
				List.of(new Kept("documents of the tenant, with the tag of the user who put each there",
						"they belong to the tenant, and are deleted by name", null)));
	}

	@Override
	public void export(Subject subject, ExportSink sink) {
		Set<String> collections = new TreeSet<>();
		this.keys.each(subject.user(), KIND, (key) -> {
			if (key.endsWith(ENTRIES)) {
				collections.add(key.substring(0, key.length() - ENTRIES.length()));
			}
		});
		collections.forEach((collection) -> export(
				new CollectionPlace(subject.tenant(), collection, new UserTag(subject.user())), sink));
	}

	private void export(CollectionPlace place, ExportSink sink) {
		List<String> page = this.manifest.ids(place, "", PAGE);
		while (!page.isEmpty()) {
			page.forEach((document) -> export(place, document, sink));
			page = this.manifest.ids(place, page.getLast(), PAGE);
		}
	}

	/** What is damaged is said, and keeps nothing else back. */
	private void export(CollectionPlace place, String document, ExportSink sink) {
		try {
			this.manifest.read(place, document)
				.ifPresent((stored) -> sink.add("documents", place.collection() + "/" + stored.entry().id(),
						json(place.collection(), stored)));
		}
		catch (UnreadableStateException _) {
			sink.add("documents", place.collection() + "/" + document,
					MAPPER.writeValueAsString(MAPPER.createObjectNode()
						.put("collection", place.collection())
						.put("document", document)
						.put("damaged", true)));
		}
	}

	/** The passages joined are the text that was stored. */
	private static String json(String collection, StoredDocument stored) {
		DocumentEntry entry = stored.entry();
		ObjectNode json = MAPPER.createObjectNode()
			.put("collection", collection)
			.put("document", entry.id())
			.put("title", entry.title())
			.put("put_at", entry.putAt().toString());
		Optional.ofNullable(entry.source()).ifPresent((source) -> json.put("source", source));
		json.set("metadata", MAPPER.valueToTree(entry.metadata()));
		json.put("text", stored.passages().stream().map(StoredPassage::text).collect(Collectors.joining()));
		if (stored.passages().size() != entry.passages()) {
			json.put("damaged", true);
		}
		return MAPPER.writeValueAsString(json);
	}

}
