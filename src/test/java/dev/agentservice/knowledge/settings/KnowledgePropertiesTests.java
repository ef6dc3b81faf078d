package dev.agentservice.knowledge.settings;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class KnowledgePropertiesTests {

	private static final String PREFIX = "agent-service.knowledge.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConfigurationPropertiesAutoConfiguration.class))
		.withUserConfiguration(Wiring.class);

	@Test
	void withoutCollectionsItIsOff() {
		this.runner.run((context) -> {
			KnowledgeProperties properties = context.getBean(KnowledgeProperties.class);
			assertThat(properties.isOn()).isFalse();
			assertThat(properties.passage().tokens()).isEqualTo(240);
		});
	}

	@Test
	void aCollectionSaysLittle() {
		this.runner.withPropertyValues(PREFIX + "collections.handbook.language=de").run((context) -> {
			KnowledgeProperties properties = context.getBean(KnowledgeProperties.class);
			assertThat(properties.isOn()).isTrue();
			assertThat(properties.collections()).hasEntrySatisfying("handbook",
					(collection) -> assertThat(collection.write()).isEqualTo(CollectionProperties.Write.KNOWLEDGE));
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			index=pgvector                         | 'pgvector' is not supported yet
			index=pinecone                         | 'pinecone' is not supported yet
			index=lucene                           | must be 'embedded'
			embedding=text-embedding-3-small       | must be 'none' or provider/model
			limits.ingest-cost-usd=-1              | greater than or equal to 0
			collections.handbook.personal=true     | 'personal: true' is not supported yet
			collections.handbook.trusted=true      | needs 'write: ops'
			limits.document=1GB                    | between 1B and 16MB
			search.candidates=51                   | less than or equal to 50
			passage.tokens=8                       | greater than or equal to 32
			collections.Hand_book.language=en      | must match
			""")
	void whatIsNotThereOrMakesNoSenseStopsTheStart(String setting, String reason) {
		this.runner.withPropertyValues(PREFIX + setting)
			.run((context) -> assertThat(context).hasFailed().getFailure().hasStackTraceContaining(reason));
	}

	/** No component, so that nobody finds it by scanning. */
	@EnableConfigurationProperties(KnowledgeProperties.class)
	static class Wiring {

	}

}
