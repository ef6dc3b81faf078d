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
			index=pgvector                         | pgvector.url must be set
			index=pinecone                         | 'pinecone' holds vectors alone
			index=lucene                           | must be 'embedded', 'pgvector' or 'pinecone'
			pgvector.url=jdbc:postgresql://h/d?password=secret | must be without credentials
			pgvector.connections=0                 | greater than or equal to 1
			breaker.window=10ms                    | longer than or equal to 1
			embedding=text-embedding-3-small       | must be 'none' or provider/model
			limits.ingest-cost-usd=-1              | greater than or equal to 0
			personal.retention=1d                  | longer than or equal to 2 days
			personal.documents=0                   | greater than or equal to 1
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

	@Test
	void whatUsersStoreIsNeverTrusted() {
		this.runner
			.withPropertyValues(PREFIX + "collections.h.trusted=true", PREFIX + "collections.h.write=ops",
					PREFIX + "collections.h.personal=true")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("needs 'personal: false'"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			                                                 | key | false | host must be the address of an index
			http://index.example.com                         | key | false | host must be the address of an index
			https://kim:secret@index.example.com             | key | false | host must be the address of an index
			https://index.example.com/path                   | key | false | host must be the address of an index
			https://index.example.com                        |     | false | api-key must be set
			""")
	void pineconeNeedsAnAddressAndAKey(String host, String key, boolean isPrivate, String reason) {
		this.runner
			.withPropertyValues(PREFIX + "index=pinecone", PREFIX + "embedding=openai/text-embedding-3-small",
					PREFIX + "pinecone.host=" + ((host != null) ? host : ""),
					PREFIX + "pinecone.api-key=" + ((key != null) ? key : ""),
					PREFIX + "pinecone.private-network=" + isPrivate)
			.run((context) -> assertThat(context).hasFailed().getFailure().hasStackTraceContaining(reason));
	}

	@Test
	void secretsArePrintedNowhere() {
		this.runner
			.withPropertyValues(PREFIX + "index=pgvector", PREFIX + "pgvector.url=jdbc:postgresql://db/knowledge",
					PREFIX + "pgvector.username=agents", PREFIX + "pgvector.password=a-secret",
					PREFIX + "pinecone.api-key=a-secret")
			.run((context) -> assertThat(context.getBean(KnowledgeProperties.class).toString())
				.contains("jdbc:postgresql://db/knowledge")
				.doesNotContain("a-secret"));
	}

	@Test
	void anotherSchemaIsAnotherIndex() {
		String url = "jdbc:postgresql://db/knowledge";
		assertThat(place(url + "?sslmode=require&currentSchema=b")).isNotEqualTo(place(url))
			.isNotEqualTo(place(url + "?currentSchema=a"))
			.isEqualTo(place(url + "?currentSchema=b&sslmode=disable"));
		assertThat(place(url + "?sslmode=require")).isEqualTo(place(url));
	}

	private static String place(String url) {
		return new PgVectorProperties(url, "agents", "", 8, 10).place();
	}

	/** No component, so that nobody finds it by scanning. */
	@EnableConfigurationProperties(KnowledgeProperties.class)
	static class Wiring {

	}

}
