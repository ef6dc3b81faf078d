package dev.agentservice.knowledge.web;

import java.time.Duration;

import dev.agentservice.identity.Caller;
import dev.agentservice.knowledge.embedding.KnowledgeModels;
import dev.agentservice.knowledge.embedding.KnowledgePurses;
import dev.agentservice.knowledge.ingest.Documents;
import dev.agentservice.knowledge.search.SearchQuery;
import dev.agentservice.knowledge.search.SearchResult;
import dev.agentservice.knowledge.search.Searches;
import dev.agentservice.knowledge.settings.KnowledgeCollections;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The collections of the caller's tenant. Others are not found.
 */
@RestController
@RequestMapping(path = "/knowledge", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Knowledge", description = "What agents know: documents, found by search")
class CollectionController {

	private final KnowledgeCollections collections;

	private final Documents documents;

	private final Searches searches;

	private final KnowledgeModels models;

	private final KnowledgePurses purses;

	CollectionController(KnowledgeCollections collections, Documents documents, Searches searches,
			KnowledgeModels models, KnowledgePurses purses) {
		this.collections = collections;
		this.documents = documents;
		this.searches = searches;
		this.models = models;
		this.purses = purses;
	}

	@GetMapping
	@Operation(summary = "List your collections", description = "Those of the configuration that your tenant may use.")
	@ApiResponse(responseCode = "200", description = "The collections by name")
	@ApiResponse(responseCode = "404", description = "No collection is configured")
	CollectionList listCollections(@Parameter(hidden = true) Caller caller) {
		if (this.collections.all().isEmpty()) {
			throw new ProblemException(ProblemCode.NOT_FOUND, "There is nothing here.");
		}
		return new CollectionList(this.collections.of(caller).stream().map((one) -> view(caller, one)).toList());
	}

	@GetMapping("/{collection}")
	@Operation(summary = "Read a collection")
	@ApiResponse(responseCode = "200", description = "The collection")
	@ApiResponse(responseCode = "404", description = "You have no such collection")
	CollectionView findCollection(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(example = "handbook") String collection) {
		return view(caller, this.collections.require(caller, collection));
	}

	@PostMapping(path = "/{collection}/search", consumes = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Search a collection",
			description = "Finds what models would be shown: what your tenant shares, and your own. A document that was deleted or replaced is not found from the "
					+ "moment that call has returned; a new one is found at once by the replica that stored it, and "
					+ "within 2 s by all others. With an embedding model the caller pays for the query's vector, unless `mode` is `text`.")
	@ApiResponse(responseCode = "200", description = "The best passages")
	@ApiResponse(responseCode = "404", description = "You have no such collection")
	@ApiResponse(responseCode = "429", description = "The query's vector cannot be paid")
	@ApiResponse(responseCode = "503", description = "It cannot be searched right now")
	SearchAnswer searchCollection(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(example = "handbook") String collection, @RequestBody SearchRequest request) {
		KnownCollection known = this.collections.require(caller, collection);
		SearchResult result = this.searches.search(this.collections.searched(caller, known), new SearchQuery(
				request.query(), request.topK(), request.mode(), request.minScore(), this.purses.ofSearch(caller)));
		if (!result.missing().isEmpty()) {
			throw new ProblemException(ProblemCode.KNOWLEDGE_UNAVAILABLE,
					"The collection cannot be searched right now. Try again in a moment.")
				.retryAfter(Duration.ofSeconds(1));
		}
		return SearchAnswer.of(result, request.explain());
	}

	private CollectionView view(Caller caller, KnownCollection collection) {
		return CollectionView.of(collection, this.documents.sums(collection), this.models,
				this.documents.findsWords(collection),
				collection.properties().personal() ? this.documents.sums(collection.of(caller.tag())) : null);
	}

}
