package dev.agentservice.support.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;

/**
 * The files of Swagger UI that its page needs, and no others.
 */
final class SwaggerUi {

	/** Ours: it names our document instead of an example on the internet. */
	private static final String INITIALIZER = "swagger-initializer.js";

	private static final MediaType SCRIPT = MediaType.parseMediaType("text/javascript;charset=UTF-8");

	private static final MediaType STYLE = MediaType.parseMediaType("text/css;charset=UTF-8");

	private static final Map<String, MediaType> FILES = Map.of("index.html",
			MediaType.parseMediaType("text/html;charset=UTF-8"), "index.css", STYLE, "swagger-ui.css", STYLE,
			"swagger-ui-bundle.js", SCRIPT, "swagger-ui-standalone-preset.js", SCRIPT, INITIALIZER, SCRIPT,
			"favicon-16x16.png", MediaType.IMAGE_PNG, "favicon-32x32.png", MediaType.IMAGE_PNG);

	private final Map<String, SharedDocument> files = new LinkedHashMap<>();

	SwaggerUi() {
		FILES.forEach((file, type) -> this.files.put(file, new SharedDocument(type, () -> read(file))));
	}

	Optional<SharedDocument> file(String name) {
		return Optional.ofNullable(this.files.get(name));
	}

	private static byte[] read(String file) {
		String path = INITIALIZER.equals(file) ? "documentation/" + file
				: "META-INF/resources/webjars/swagger-ui/" + version() + "/" + file;
		try {
			return new ClassPathResource(path).getContentAsByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The files stand below it. */
	private static String version() {
		Properties properties = new Properties();
		try (InputStream in = new ClassPathResource("META-INF/maven/org.webjars/swagger-ui/pom.properties")
			.getInputStream()) {
			properties.load(in);
			return properties.getProperty("version");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
