package dev.agentservice.knowledge.web;

import java.util.List;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Scope;
import dev.agentservice.knowledge.ingest.Documents;
import dev.agentservice.knowledge.ingest.PassageRelease;
import dev.agentservice.knowledge.ingest.Quarantine;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.settings.KnowledgeCollections;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows operators the passages that a rule has kept from models, and lets them release
 * these.
 */
@RestController
@RequestMapping(path = "/knowledge/{collection}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Knowledge")
class QuarantineController {

	private final KnowledgeCollections collections;

	private final Documents documents;

	private final Quarantine quarantine;

	private final PassageRelease release;

	QuarantineController(KnowledgeCollections collections, Documents documents, Quarantine quarantine,
			PassageRelease release) {
		this.collections = collections;
		this.documents = documents;
		this.quarantine = quarantine;
		this.release = release;
	}

	@GetMapping("/quarantine")
	@Operation(summary = "List passages in quarantine",
			description = "Needs the scopes `knowledge` and `ops`. Shows what no model is shown: texts that try to give orders.")
	@ApiResponse(responseCode = "200",
			description = "A page of documents with such passages; it may be empty and not the last one")
	@ApiResponse(responseCode = "403", description = "The scope `ops` is missing")
	@ApiResponse(responseCode = "404", description = "You have no such collection")
	QuarantinePage listQuarantine(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(example = "handbook") String collection,
			@Parameter(description = "The `next` of the page before",
					example = "refunds") @RequestParam(required = false) @Nullable String after,
			@RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit) {
		demandOps(caller, "seen");
		return QuarantinePage.of(this.quarantine.list(this.collections.require(caller, collection), after, limit));
	}

	@PostMapping(path = "/documents/{id}/release", consumes = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Release passages from quarantine",
			description = "Needs the scopes `knowledge` and `ops`. From then on models see them, unless another rule than "
					+ "those that had found something finds something. The change is in `GET /ops/audit` before it is made.")
	@ApiResponse(responseCode = "200", description = "The document from now on")
	@ApiResponse(responseCode = "403", description = "The scope `ops` is missing")
	@ApiResponse(responseCode = "404", description = "You have no such document")
	@ApiResponse(responseCode = "409", description = "The document has changed meanwhile")
	ResponseEntity<DocumentView> releasePassages(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(example = "handbook") String collection,
			@PathVariable @Parameter(example = "refunds") String id, @RequestBody ReleaseRequest request) {
		demandOps(caller, "released");
		KnownCollection known = this.collections.require(caller, collection);
		DocumentEntry entry = this.release.release(caller, known, id, request.passages(), request.reason());
		return ResponseEntity.ok()
			.eTag(Long.toString(entry.tag()))
			.body(DocumentView.of(entry, this.documents.found(known, List.of(entry)).test(entry)));
	}

	private static void demandOps(Caller caller, String what) {
		if (!caller.scopes().contains(Scope.OPS)) {
			throw new ProblemException(ProblemCode.FORBIDDEN,
					"Passages in quarantine are " + what + " with the scope 'ops' only.");
		}
	}

}
