package dev.agentservice.rollout;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.agentservice.rollout.simulation.RolloutSimulator;
import dev.agentservice.rollout.simulation.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

@Isolated("it changes the default locale")
class JudgeLocaleTests {

	@Test
	void numbersHaveAPointWhateverTheLocale(@TempDir Path directory) throws IOException {
		StringWriter recorded = new StringWriter();
		RolloutSimulator.write(Scenarios.errors(0.13, 3), 1, 600, recorded);
		Path file = Files.writeString(directory.resolve("runs.jsonl"), recorded.toString());
		List<String> out = new ArrayList<>();
		Locale before = Locale.getDefault();
		try {
			for (String locale : List.of("en", "ar-EG-u-nu-arab", "de")) {
				Locale.setDefault(Locale.forLanguageTag(locale));
				JudgeCommand.run(
						List.of("k8s/prod/rollout.yaml", "--replay", file.toString(), "--report",
								directory.resolve(locale).toString()),
						InputStream.nullInputStream(), out::add, out::add);
			}
		}
		finally {
			Locale.setDefault(before);
		}
		assertThat(out).hasSize(3).containsOnly(out.getFirst());
		String run = "errors_13___x_3.0_1/report.";
		for (String kind : List.of("md", "html")) {
			String report = Files.readString(directory.resolve("en").resolve(run + kind));
			assertThat(directory.resolve("ar-EG-u-nu-arab").resolve(run + kind)).hasContent(report);
			assertThat(directory.resolve("de").resolve(run + kind)).hasContent(report);
		}
	}

}
