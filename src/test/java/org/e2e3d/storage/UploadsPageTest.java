package org.e2e3d.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.e2e3d.storage.UploadsPage.Upload;
import org.junit.jupiter.api.Test;

/** Listings of unfinished uploads as stores write them. */
final class UploadsPageTest {
  private static UploadsPage read(String xml) {
    return UploadsPage.read(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aPageWithMoreToComeAndTheEmptyStorageClassOfMinio() {
    UploadsPage page =
        read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <ListMultipartUploadsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
              <Bucket>models</Bucket><KeyMarker></KeyMarker><Prefix></Prefix>
              <EncodingType>url</EncodingType>
              <NextKeyMarker>castle%2Fa+b.glb</NextKeyMarker>
              <NextUploadIdMarker>two</NextUploadIdMarker>
              <IsTruncated>true</IsTruncated>
              <Upload><Key>castle%2Fa+b.glb</Key><UploadId>one</UploadId>
                <Initiator><ID>x</ID><DisplayName></DisplayName></Initiator>
                <Owner><ID>x</ID></Owner><StorageClass></StorageClass>
                <Initiated>2026-03-01T12:00:00.123Z</Initiated></Upload>
            </ListMultipartUploadsResult>""");
    assertThat(page.uploads())
        .containsExactly(
            new Upload("castle/a b.glb", "one", Instant.parse("2026-03-01T12:00:00.123Z")));
    assertThat(page.nextKey()).isEqualTo("castle/a b.glb");
    assertThat(page.nextId()).isEqualTo("two");
  }

  @Test
  void theLastPage() {
    UploadsPage page =
        read(
            "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated><NextKeyMarker>x"
                + "</NextKeyMarker><Upload><Key>a%2Fb</Key><UploadId>1</UploadId><Initiated>"
                + "2026-03-01T12:00:00Z</Initiated></Upload></ListMultipartUploadsResult>");
    assertThat(page.uploads()).extracting(Upload::key).containsExactly("a%2Fb");
    assertThat(page.nextKey()).isEmpty();
  }

  @Test
  void whatIsNoListing() {
    for (String xml :
        new String[] {
          "",
          "<a>",
          "<ListMultipartUploadsResult><Upload><Key>a</Key></Upload></ListMultipartUploadsResult>",
          "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"
        }) {
      assertThatThrownBy(() -> read(xml))
          .isInstanceOfSatisfying(
              StorageException.class,
              e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.REJECTED));
    }
  }
}
