package dev.agentservice.support.web;

import java.util.Map;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.agentservice.support.problem.InvalidRequestException.InvalidField;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemDocument;
import dev.agentservice.support.problem.ProblemFormat;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The OpenAPI document: who may call, and the form of errors. What an operation does, and
 * which errors only it has, stands at its controller.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DocumentationProperties.class)
class OpenApiConfiguration {

	private static final String BEARER = "bearer";

	private static final String PROBLEM = "Problem";

	@Bean
	OpenAPI openApi(ObjectProvider<BuildProperties> build) {
		String version = build.stream().map(BuildProperties::getVersion).findFirst().orElse("development");
		return new OpenAPI()
			.info(new Info().title("agent-service")
				.version(String.valueOf(version))
				.description("Runs LLM agents in production.")
				.license(new License().name("Apache-2.0").identifier("Apache-2.0")))
			.components(new Components().addSecuritySchemes(BEARER,
					new SecurityScheme().type(SecurityScheme.Type.HTTP)
						.scheme("bearer")
						.description("An API key or a JWT. A key that acts on behalf of end users "
								+ "names the user in the header X-User-Id. Where a platform needs Authorization "
								+ "for a signature of its own, the bare credential goes into X-Agent-Key.")))
			// Not the host that the first request named.
			.addServersItem(new Server().url("/"))
			.addSecurityItem(new SecurityRequirement().addList(BEARER));
	}

	/**
	 * Runs after the paths are known: a controller names the errors that not all
	 * operations have, and describes an error better than by its phrase; its form and
	 * examples come from here.
	 */
	@Bean
	GlobalOpenApiCustomizer errors(ObjectProvider<ProblemFormat> formats) {
		return (api) -> {
			addProblemSchemas(api);
			formats.forEach((format) -> ModelConverters.getInstance(true)
				.readAll(format.type())
				.forEach(api.getComponents()::addSchemas));
			if (api.getPaths() != null) {
				api.getPaths().forEach((path, item) -> addErrors(item, formatOf(path, formats)));
			}
		};
	}

	private static void addErrors(PathItem path, ProblemFormat format) {
		path.readOperations().forEach((operation) -> addErrors(operation, format));
	}

	/** Names in the document as Jackson writes them. */
	@Bean
	ModelResolver snakeCaseModels(ObjectMapperProvider mappers) {
		return new ModelResolver(
				mappers.jsonMapper().copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE))
			.openapi31(true);
	}

	private static void addProblemSchemas(OpenAPI api) {
		ModelConverters.getInstance(true).read(InvalidField.class).forEach(api.getComponents()::addSchemas);
		ResolvedSchema problem = ModelConverters.getInstance(true)
			.resolveAsResolvedSchema(new AnnotatedType(ProblemDocument.class));
		problem.schema.addProperty("errors",
				new ArraySchema().items(new Schema<>().$ref("#/components/schemas/InvalidField")));
		api.getComponents().addSchemas(PROBLEM, problem.schema);
	}

	private static ProblemFormat formatOf(String path, ObjectProvider<ProblemFormat> formats) {
		return formats.stream().filter((format) -> format.covers(path)).findFirst().orElse(ProblemFormat.DOCUMENT);
	}

	private static void addErrors(Operation operation, ProblemFormat format) {
		ApiResponses responses = operation.getResponses();
		responses.forEach((status, response) -> {
			if (status.startsWith("4") || status.startsWith("5")) {
				response.content(problem(format, ProblemExamples.ofStatus(status, format)));
			}
		});
		addSharedErrors(responses, format);
	}

	private static void addSharedErrors(ApiResponses responses, ProblemFormat format) {
		for (ProblemCode code : ProblemExamples.SHARED) {
			String status = Integer.toString(code.status().value());
			responses.computeIfAbsent(status, (_) -> new ApiResponse().description(code.status().getReasonPhrase())
				.content(problem(format, ProblemExamples.shared(status, format))));
		}
	}

	private static Content problem(ProblemFormat format, Map<String, Example> examples) {
		String name = ModelConverters.getInstance(true).resolveAsResolvedSchema(new AnnotatedType(format.type())).schema
			.getName();
		return new Content().addMediaType(format.mediaType(),
				new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + name)).examples(examples));
	}

}
