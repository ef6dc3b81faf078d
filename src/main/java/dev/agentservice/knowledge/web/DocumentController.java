package dev.agentservice.knowledge.web;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import dev.agentservice.identity.Caller;
import dev.agentservice.knowledge.embedding.KnowledgeModels;
import dev.agentservice.knowledge.ingest.Documents;
import dev.agentservice.knowledge.ingest.Ingested;
import dev.agentservice.knowledge.ingest.Ingestion;
import dev.agentservice.knowledge.ingest.PutTerms;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.settings.KnowledgeCollections;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The documents of a collection, shared by the caller's tenant. Those of others are not
 * found.
 */
@RestController
@RequestMapping("/knowledge/{collection}/documents")
@Tag(name = "Knowledge")
class DocumentController {

	private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@~-]{0,127}");

	private static final Pattern USD = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,9})?");

	private static final String MAX_COST = "max_cost_usd";

	private static final Pattern ETAG = Pattern.compile("\"?([0-9]{1,16})\"?");

	private final KnowledgeCollections collections;

	private final Documents documents;

	private final Ingestion ingestion;

	private final KnowledgeModels models;

	DocumentController(KnowledgeCollections collections, Documents documents, Ingestion ingestion,
			KnowledgeModels models) {
		this.collections = collections;
		this.documents = documents;
		this.ingestion = ingestion;
		this.models = models;
	}

	@PutMapping(path = "/{id}",
			consumes = { MediaType.TEXT_MARKDOWN_VALUE, MediaType.TEXT_PLAIN_VALUE, MediaType.TEXT_HTML_VALUE,
					MediaType.APPLICATION_JSON_VALUE },
			produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Store a document, or replace it",
			description = "It is cut into passages, and each is inspected: one that tries to give an agent orders is kept in "
					+ "quarantine, where no model sees it. The version before counts until the new one is stored as a whole. "
					+ "The same content again changes nothing.",
			parameters = {
					@Parameter(name = "title", in = ParameterIn.QUERY, schema = @Schema(type = "string"),
							description = "Else that of the body, the first heading or the id.", example = "Refunds"),
					@Parameter(name = "source", in = ParameterIn.QUERY, schema = @Schema(type = "string"),
							description = "Where it comes from, for people; shown with citations.",
							example = "https://handbook.example.com/refunds"),
					@Parameter(name = "owner", in = ParameterIn.QUERY, schema = @Schema(type = "string"),
							description = "`shared`: your tenant's. `me`: your own, which nobody else sees; the collection has to allow it.",
							example = "shared"),
					@Parameter(name = "max_cost_usd", in = ParameterIn.QUERY, schema = @Schema(type = "number"),
							description = "What the vectors of its passages may cost at most; needs an embedding model.",
							example = "0.05") })
	@ApiResponse(responseCode = "200", description = "It was replaced, or is unchanged")
	@ApiResponse(responseCode = "201", description = "It was stored")
	@ApiResponse(responseCode = "403", description = "Documents of this collection need the scope `ops`")
	@ApiResponse(responseCode = "404", description = "You have no such collection")
	@ApiResponse(responseCode = "409",
			description = "Another request stores this document, or the collection takes no more")
	@ApiResponse(responseCode = "412",
			description = "The document is not the one that `If-Match` or `If-None-Match` asks for")
	@ApiResponse(responseCode = "413", description = "It is too large")
	@ApiResponse(responseCode = "415", description = "It is none of the media types that can be read")
	@ApiResponse(responseCode = "429", description = "Its vectors cannot be paid")
	@ApiResponse(responseCode = "503",
			description = "Its vectors cannot be made or indexed right now, or too many are stored")
	ResponseEntity<DocumentView> putDocument(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(example = "handbook") String collection,
			@PathVariable @Parameter(example = "refunds") String id,
			@Parameter(hidden = true) @RequestParam Map<String, String> parameters,
			@Parameter(description = "The ETag of what is to be replaced", example = "\"7\"") @RequestHeader(
					name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			@Parameter(description = "`*` stores the document only if there is none of its id",
					example = "*") @RequestHeader(name = HttpHeaders.IF_NONE_MATCH,
							required = false) @Nullable String ifNoneMatch,
			@RequestBody DocumentBody body) {
		KnownCollection known = writable(caller, collection, Owner.of(parameters.get("owner")));
		demandKnown(parameters);
		if (!ID.matcher(id).matches()) {
			throw new InvalidRequestException("id", "must be 1 to 128 letters, digits, dots, _, -, :, @ or ~");
		}
		Ingested done = this.ingestion.put(caller, known,
				body.toDocument(id, parameters.get("title"), parameters.get("source")),
				new PutTerms(expected(ifMatch, ifNoneMatch), maxCost(parameters.get(MAX_COST))));
		return ResponseEntity.status(done.created() ? HttpStatus.CREATED : HttpStatus.OK)
			.eTag(Long.toString(done.entry().tag()))
			.body(DocumentView.of(done, this.documents.found(known, List.of(done.entry())).test(done.entry())));
	}

	@GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "List documents", description = "In an order of their own that stays the same.")
	@ApiResponse(responseCode = "200", description = "A page of documents")
	@ApiResponse(responseCode = "404", description = "You have no such collection")
	DocumentPage listDocuments(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(example = "handbook") String collection,
			@Parameter(example = "shared") @RequestParam(defaultValue = "shared") String owner,
			@Parameter(description = "The `next` of the page before",
					example = "refunds") @RequestParam(required = false) @Nullable String after,
			@RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit) {
		KnownCollection known = readable(caller, collection, Owner.of(owner));
		Manifest.Page page = this.documents.list(known, after, limit);
		return DocumentPage.of(page, this.documents.found(known, page.documents().values()));
	}

	@GetMapping(path = "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Read what is known of a document")
	@ApiResponse(responseCode = "200", description = "The document, without its text")
	@ApiResponse(responseCode = "404", description = "You have no such document")
	ResponseEntity<DocumentView> findDocument(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(example = "handbook") String collection,
			@PathVariable @Parameter(example = "refunds") String id,
			@Parameter(example = "shared") @RequestParam(defaultValue = "shared") String owner) {
		KnownCollection known = readable(caller, collection, Owner.of(owner));
		DocumentEntry entry = this.documents.find(known, id);
		return ResponseEntity.ok()
			.eTag(Long.toString(entry.tag()))
			.body(DocumentView.of(entry, this.documents.found(known, List.of(entry)).test(entry)));
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Operation(summary = "Delete a document",
			description = "From the moment this returns no search finds it, on any replica. It does not reach answers and "
					+ "results of tools that quoted it, in sessions and records, until those expire.")
	@ApiResponse(responseCode = "204", description = "It is gone")
	@ApiResponse(responseCode = "403", description = "Documents of this collection need the scope `ops`")
	@ApiResponse(responseCode = "404", description = "You have no such document")
	@ApiResponse(responseCode = "412", description = "The document is not the one that `If-Match` asks for")
	void deleteDocument(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(example = "handbook") String collection,
			@PathVariable @Parameter(example = "refunds") String id,
			@Parameter(example = "shared") @RequestParam(defaultValue = "shared") String owner,
			@Parameter(description = "The ETag of what is to be deleted", example = "\"7\"") @RequestHeader(
					name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
		this.documents.delete(writable(caller, collection, Owner.of(owner)), id, version(ifMatch));
	}

	private KnownCollection readable(Caller caller, String collection, Owner owner) {
		return switch (owner) {
			case SHARED -> this.collections.require(caller, collection);
			case ME -> this.collections.requireOwn(caller, collection);
		};
	}

	private KnownCollection writable(Caller caller, String collection, Owner owner) {
		return switch (owner) {
			case SHARED -> this.collections.requireWritable(caller, collection);
			case ME -> this.collections.requireOwn(caller, collection);
		};
	}

	/** What is not supported yet must not be taken for granted. */
	private void demandKnown(Map<String, String> parameters) {
		parameters.keySet().forEach((name) -> {
			switch (name) {
				case "title", "source", "owner" -> {
					// They are looked at elsewhere.
				}
				case MAX_COST -> demandCosts();
				default -> throw new InvalidRequestException(name, "is no parameter");
			}
		});
	}

	private void demandCosts() {
		if (this.models.configured().isEmpty()) {
			throw new InvalidRequestException(MAX_COST,
					"decides nothing: without an embedding model documents cost nothing");
		}
	}

	private static @Nullable BigDecimal maxCost(@Nullable String usd) {
		if (usd == null) {
			return null;
		}
		if (!USD.matcher(usd).matches()) {
			throw new InvalidRequestException(MAX_COST, "must be an amount of USD such as 0.05, at most 9999");
		}
		return new BigDecimal(usd);
	}

	/** The tag that the document must have; 0 if there must be none. */
	private static @Nullable Long expected(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
		if (ifNoneMatch == null) {
			return version(ifMatch);
		}
		if (ifMatch != null || !"*".equals(ifNoneMatch.strip())) {
			throw new ProblemException(ProblemCode.INVALID_REQUEST,
					"If-None-Match must be *, and stand without If-Match.");
		}
		return 0L;
	}

	private static @Nullable Long version(@Nullable String ifMatch) {
		if (ifMatch == null) {
			return null;
		}
		var etag = ETAG.matcher(ifMatch.strip());
		if (!etag.matches()) {
			throw new ProblemException(ProblemCode.INVALID_REQUEST, "If-Match must be the ETag of the document.");
		}
		return Long.valueOf(etag.group(1));
	}

	/** Whose documents a request is about. */
	private enum Owner {

		SHARED, ME;

		static Owner of(@Nullable String word) {
			return switch (Objects.requireNonNullElse(word, "shared")) {
				case "shared" -> SHARED;
				case "me" -> ME;
				default -> throw new InvalidRequestException("owner", "must be shared or me");
			};
		}

	}

}
