package io.streamsight.ingest.imports;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.commons.fileupload2.core.AbstractFileUpload;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.RequestContext;

/** The file parts of {@code multipart/form-data}; a part's file name is its path. */
final class MultipartArchive implements Archive {
  private final FileItemInputIterator parts;
  private boolean any;

  private MultipartArchive(FileItemInputIterator parts) {
    this.parts = parts;
  }

  static MultipartArchive open(String contentType, InputStream body) throws IOException {
    try {
      return new MultipartArchive(new Parts().getItemIterator(new Body(contentType, body)));
    } catch (FileUploadException e) {
      throw new StreamsightException(
          Reason.ARCHIVE_UNREADABLE, "The body can't be read: " + e.getMessage(), e);
    }
  }

  @Override
  public File next() throws IOException {
    while (parts.hasNext()) {
      FileItemInput part = parts.next();
      if (!part.isFormField()) {
        any = true;
        String name = part.getName() == null ? "" : part.getName().replace('\\', '/');
        return File.of(name, part.getInputStream());
      }
    }
    if (!any) {
      throw new StreamsightException(
          Reason.ARCHIVE_UNREADABLE, "No part of the form is a file: give each a file name");
    }
    return null;
  }

  private record Body(String contentType, InputStream stream) implements RequestContext {
    @Override
    public String getCharacterEncoding() {
      return StandardCharsets.UTF_8.name();
    }

    @Override
    public long getContentLength() {
      return -1;
    }

    @Override
    public String getContentType() {
      return contentType;
    }

    @Override
    public InputStream getInputStream() {
      return stream;
    }

    @Override
    public boolean isMultipartRelated() {
      return false;
    }
  }

  /** The library's parser; of its ways to read a request only the streaming one is used. */
  private static final class Parts
      extends AbstractFileUpload<RequestContext, DiskFileItem, DiskFileItemFactory> {
    /** An image id may have 512 bytes, a file name as many. */
    private static final int MAX_PART_HEADER_BYTES = 4096;

    Parts() {
      setMaxPartHeaderSize(MAX_PART_HEADER_BYTES);
      setHeaderCharset(StandardCharsets.UTF_8);
    }

    @Override
    public FileItemInputIterator getItemIterator(RequestContext request) throws IOException {
      return super.getItemIterator(request);
    }

    @Override
    public Map<String, List<DiskFileItem>> parseParameterMap(RequestContext request)
        throws FileUploadException {
      return super.parseParameterMap(request);
    }

    @Override
    public List<DiskFileItem> parseRequest(RequestContext request) throws FileUploadException {
      return super.parseRequest(request);
    }
  }
}
