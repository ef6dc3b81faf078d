package dev.agentservice.support.web;

import dev.agentservice.support.problem.ProblemException;
import io.swagger.v3.oas.annotations.Hidden;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * The OpenAPI document and Swagger UI. Springdoc makes the document, but does not serve
 * it: it would do that anew for each request, and keep one more for each language that
 * somebody names.
 */
@RestController
@Hidden
class DocumentationController {

	private final DocumentationProperties properties;

	private final SharedDocument json;

	private final SharedDocument yaml;

	private final SwaggerUi ui = new SwaggerUi();

	DocumentationController(DocumentationProperties properties, OpenApiSource source) {
		this.properties = properties;
		this.json = new SharedDocument(MediaType.APPLICATION_JSON, source::json);
		this.yaml = new SharedDocument(MediaType.APPLICATION_YAML, source::yaml);
	}

	@GetMapping("/v3/api-docs")
	ResponseEntity<byte[]> json() {
		requireEnabled();
		return this.json.answer();
	}

	@GetMapping("/v3/api-docs.yaml")
	ResponseEntity<byte[]> yaml() {
		requireEnabled();
		return this.yaml.answer();
	}

	@GetMapping("/swagger-ui.html")
	ResponseEntity<Void> page() {
		requireEnabled();
		return ResponseEntity.status(HttpStatus.FOUND).header(HttpHeaders.LOCATION, "swagger-ui/index.html").build();
	}

	@GetMapping("/swagger-ui/{file}")
	ResponseEntity<byte[]> file(@PathVariable String file) {
		requireEnabled();
		return this.ui.file(file).map(SharedDocument::answer).orElseThrow(DocumentationController::nothing);
	}

	private void requireEnabled() {
		if (!this.properties.enabled()) {
			throw nothing();
		}
	}

	private static ProblemException nothing() {
		return Problems.ofStatus(HttpStatus.NOT_FOUND.value());
	}

}
