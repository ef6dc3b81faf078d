package dev.agentservice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documents show works, and where they point there is something.
 */
class ReadmeTests {

	private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

	private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");

	static List<Path> documents() throws IOException {
		List<Path> documents = new ArrayList<>(
				List.of(Path.of("README.md"), Path.of("ARCHITECTURE.md"), Path.of("CONTRIBUTING.md")));
		try (Stream<Path> others = Files.walk(Path.of("docs"))) {
			others.filter(Files::isRegularFile).forEach(documents::add);
		}
		return documents;
	}

	@Test
	void theToolInTheReadmeCompiles(@TempDir Path directory) throws IOException {
		String code = JAVA.matcher(Files.readString(Path.of("README.md"))).results().findFirst().orElseThrow().group(1);
		Path source = Files.writeString(directory.resolve("DeliveryTool.java"), code);
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		assertThat(compiler.run(null, null, null, "-proc:none", "-d", directory.toString(), "-cp",
				System.getProperty("java.class.path"), source.toString()))
			.isZero();
	}

	@ParameterizedTest
	@MethodSource("documents")
	void linksLeadToFiles(Path document) throws IOException {
		assertThat(LINK.matcher(Files.readString(document)).results().map((MatchResult link) -> link.group(1)))
			.allSatisfy((link) -> assertThat(document.resolveSibling(link)).exists());
	}

}
