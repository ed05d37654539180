package org.e2e3d.storage;

import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * One page of a listing of unfinished uploads, as S3's ListMultipartUploads answers it. Read here
 * and not by the client: that refuses the empty storage class which MinIO writes.
 *
 * @param nextKey where the next page begins, with {@code nextId}; empty if this is the last
 */
record UploadsPage(List<Upload> uploads, String nextKey, String nextId) {

  /** An upload in parts. */
  record Upload(String key, String id, Instant begun) {}

  /**
   * Reads an answer.
   *
   * @throws StorageException of kind {@code REJECTED} if it is no such listing
   */
  static UploadsPage read(InputStream xml) {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader in = factory.createXMLStreamReader(xml);
      try {
        return read(in);
      } finally {
        in.close();
      }
    } catch (XMLStreamException | DateTimeParseException | IllegalArgumentException e) {
      throw new StorageException(
          StorageException.Kind.REJECTED, "no listing of unfinished uploads: " + e.getMessage(), e);
    }
  }

  private static UploadsPage read(XMLStreamReader in) throws XMLStreamException {
    List<Map<String, String>> found = new ArrayList<>();
    Map<String, String> page = new HashMap<>();
    Map<String, String> now = page;
    StringBuilder text = new StringBuilder();
    while (in.hasNext()) {
      switch (in.next()) {
        case XMLStreamReader.START_ELEMENT -> {
          text.setLength(0);
          if (in.getLocalName().equals("Upload")) {
            now = new HashMap<>();
            found.add(now);
          }
        }
        case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA -> text.append(in.getText());
        case XMLStreamReader.END_ELEMENT -> {
          if (in.getLocalName().equals("Upload")) {
            now = page;
          } else {
            now.put(in.getLocalName(), text.toString().strip());
          }
        }
        default -> {
          // comments and the like
        }
      }
    }
    boolean encoded = page.getOrDefault("EncodingType", "").equals("url");
    boolean more = page.getOrDefault("IsTruncated", "").equals("true");
    List<Upload> uploads = new ArrayList<>();
    for (Map<String, String> upload : found) {
      uploads.add(
          new Upload(
              key(upload.getOrDefault("Key", ""), encoded),
              upload.getOrDefault("UploadId", ""),
              Instant.parse(upload.getOrDefault("Initiated", ""))));
    }
    return new UploadsPage(
        List.copyOf(uploads),
        more ? key(page.getOrDefault("NextKeyMarker", ""), encoded) : "",
        more ? page.getOrDefault("NextUploadIdMarker", "") : "");
  }

  private static String key(String text, boolean encoded) {
    return encoded ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text;
  }
}
