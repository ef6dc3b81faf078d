package dev.agentservice.knowledge.evaluate.set;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.knowledge.chunk.DocumentFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads a folder: documents and, beside or among them, questions with judgements.
 */
public final class CorpusReader {

	private CorpusReader() {
	}

	/**
	 * Reads a folder with {@code questions.yaml}, or with {@code queries.jsonl} and
	 * {@code qrels.tsv}.
	 * @throws InvalidCorpusException if a file is not as it has to be
	 */
	public static Corpus read(Path folder) {
		Path questions = folder.resolve("questions.yaml");
		if (Files.exists(questions)) {
			return QuestionsFile.read(questions);
		}
		return BeirFolder.read(folder);
	}

	/**
	 * All documents of a folder: {@code corpus.jsonl} if there is one, else its files.
	 */
	static List<CorpusDocument> documents(Path folder) {
		return documents(folder, "**");
	}

	/**
	 * The same.
	 * @param only which files, as a glob of their paths within the folder
	 */
	static List<CorpusDocument> documents(Path folder, String only) {
		Path beir = folder.resolve(BeirFolder.CORPUS);
		List<CorpusDocument> documents = Files.exists(beir) ? BeirFolder.documents(beir) : files(folder, only);
		if (documents.isEmpty()) {
			throw new InvalidCorpusException(folder, "has no documents: put *.md, *.txt or *.html files there, or "
					+ BeirFolder.CORPUS + " with {\"_id\", \"title\", \"text\"} lines");
		}
		return documents;
	}

	private static List<CorpusDocument> files(Path folder, String only) {
		List<CorpusDocument> documents = new ArrayList<>();
		PathMatcher wanted = folder.getFileSystem().getPathMatcher("glob:" + only);
		try (Stream<Path> all = Files.walk(folder)) {
			for (Path file : all.sorted().toList()) {
				DocumentFormat format = format(file);
				Path inside = folder.relativize(file);
				if (format != null && wanted.matches(inside) && Files.isRegularFile(file)) {
					String id = inside.toString().replace('\\', '/');
					documents.add(new CorpusDocument(id, null, format.read(text(file))));
				}
			}
		}
		catch (IOException ex) {
			throw new InvalidCorpusException(folder, "cannot be read: " + ex);
		}
		return documents;
	}

	private static @Nullable DocumentFormat format(Path file) {
		String name = String.valueOf(file.getFileName());
		return switch (name.substring(name.lastIndexOf('.') + 1)) {
			case "md" -> DocumentFormat.MARKDOWN;
			case "txt" -> DocumentFormat.PLAIN;
			case "html", "htm" -> DocumentFormat.HTML;
			default -> null;
		};
	}

	static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (CharacterCodingException _) {
			throw new InvalidCorpusException(file, "is not UTF-8: convert it first");
		}
		catch (IOException ex) {
			throw new InvalidCorpusException(file, "cannot be read: " + ex);
		}
	}

}
