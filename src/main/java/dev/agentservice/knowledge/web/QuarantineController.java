package dev.agentservice.knowledge.web;

import java.util.List;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Scope;
import dev.agentservice.knowledge.ingest.Documents;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.settings.KnowledgeCollections;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lets operators release passages that a rule has kept from models.
 */
@RestController
@RequestMapping("/knowledge/{collection}/documents/{id}/release")
@Tag(name = "Knowledge")
class QuarantineController {

	private final KnowledgeCollections collections;

	private final Documents documents;

	QuarantineController(KnowledgeCollections collections, Documents documents) {
		this.collections = collections;
		this.documents = documents;
	}

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
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
		if (!caller.scopes().contains(Scope.OPS)) {
			throw new ProblemException(ProblemCode.FORBIDDEN, "Passages are released with the scope 'ops' only.");
		}
		KnownCollection known = this.collections.require(caller, collection);
		DocumentEntry entry = this.documents.release(caller, known, id, request.passages(), request.reason());
		return ResponseEntity.ok()
			.eTag(Long.toString(entry.tag()))
			.body(DocumentView.of(entry, this.documents.found(known, List.of(entry)).test(entry)));
	}

}
