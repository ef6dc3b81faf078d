package dev.agentservice.knowledge.web.generation;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Scope;
import dev.agentservice.knowledge.reembed.Reembeddings;
import dev.agentservice.knowledge.settings.KnowledgeCollections;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lets operators move collections to another embedding model.
 */
@RestController
@RequestMapping(path = "/knowledge/{collection}/generations", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Knowledge")
class GenerationController {

	private final KnowledgeCollections collections;

	private final Reembeddings reembeddings;

	GenerationController(KnowledgeCollections collections, Reembeddings reembeddings) {
		this.collections = collections;
		this.reembeddings = reembeddings;
	}

	@GetMapping
	@Operation(summary = "List the generations of a collection",
			description = "Needs the scopes `knowledge` and `ops`. The one that is searched, and the one that is being made or kept, with its progress.")
	@ApiResponse(responseCode = "200", description = "The generations, the one that is searched first")
	@ApiResponse(responseCode = "403", description = "The scope `ops` is missing")
	@ApiResponse(responseCode = "404", description = "You have no such collection")
	GenerationList listGenerations(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(example = "handbook") String collection) {
		return GenerationList.of(this.reembeddings.look(known(caller, collection)));
	}

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.ACCEPTED)
	@Operation(summary = "Move a collection to the configured embedding model",
			description = "Needs the scopes `knowledge` and `ops`. A job makes the vectors of all documents anew, beside those "
					+ "that are searched; the caller pays. With a job that waits for its budget it goes on, within the new limit. "
					+ "Nothing is searched otherwise until the generation is activated.")
	@ApiResponse(responseCode = "202", description = "The job has begun, or goes on")
	@ApiResponse(responseCode = "403", description = "The scope `ops` is missing")
	@ApiResponse(responseCode = "404", description = "You have no such collection")
	@ApiResponse(responseCode = "409", description = "There is nothing to do, no room, or a third generation")
	GenerationList beginGeneration(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(example = "handbook") String collection, @RequestBody GenerationRequest request) {
		return GenerationList.of(this.reembeddings.begin(caller, known(caller, collection), request.maxCostUsd()));
	}

	@PostMapping(path = "/{g}/activate", consumes = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Search another generation from now on",
			description = "Needs the scopes `knowledge` and `ops`. The golden queries are asked in both, which the caller pays: "
					+ "if they are answered worse, or there are none, `force` and a `reason` are needed. The generation before is "
					+ "kept for 7 days, and can be activated again as long as no document has changed.")
	@ApiResponse(responseCode = "200", description = "It is searched")
	@ApiResponse(responseCode = "403", description = "The scope `ops` is missing")
	@ApiResponse(responseCode = "404", description = "There is no such generation")
	@ApiResponse(responseCode = "409", description = "It is not ready, or not shown to be as good")
	@ApiResponse(responseCode = "429", description = "The vectors of the golden queries cannot be paid")
	@ApiResponse(responseCode = "503", description = "The golden queries cannot be asked right now")
	ActivationView activateGeneration(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(example = "handbook") String collection,
			@PathVariable @Parameter(example = "2") long g, @RequestBody ActivationRequest request) {
		KnownCollection known = known(caller, collection);
		return ActivationView.of(this.reembeddings.activate(caller, known, g, request.force(), request.reason()),
				this.reembeddings.look(known));
	}

	@DeleteMapping("/{g}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Operation(summary = "Delete a generation that is not searched",
			description = "Needs the scopes `knowledge` and `ops`. A job that makes it is cancelled; what it has paid for is deleted, too.")
	@ApiResponse(responseCode = "204", description = "It is being deleted")
	@ApiResponse(responseCode = "403", description = "The scope `ops` is missing")
	@ApiResponse(responseCode = "404", description = "There is no such generation besides the one that is searched")
	void deleteGeneration(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(example = "handbook") String collection,
			@PathVariable @Parameter(example = "2") long g) {
		this.reembeddings.drop(caller, known(caller, collection), g);
	}

	private KnownCollection known(Caller caller, String collection) {
		if (!caller.scopes().contains(Scope.OPS)) {
			throw new ProblemException(ProblemCode.FORBIDDEN,
					"Generations of collections are handled with the scope 'ops' only.");
		}
		return this.collections.require(caller, collection);
	}

}
