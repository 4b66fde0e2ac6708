package io.streamsight.service;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.resteasy.reactive.RestQuery;

/** Endpoints as services have them. */
@Path("/")
public class ThingsResource {
  private final Caller caller;

  ThingsResource(Caller caller) {
    this.caller = caller;
  }

  @GET
  @Path("/things")
  public String read() {
    return "read";
  }

  @POST
  @Path("/things")
  public String change(@QueryParam("by") String by) {
    return "changed by " + caller.by(by);
  }

  /** Parameters in a bean of their own. */
  public static class Look {
    @RestQuery String colour;

    @QueryParam("unit")
    String unit;
  }

  @GET
  @Path("/things/found")
  public String find(
      @RestQuery String kind, @RestQuery("max-size") int maxSize, @BeanParam Look look) {
    return "%s %d %s %s".formatted(kind, maxSize, look.colour, look.unit);
  }

  @GET
  @Path("/things/raw")
  @AnyQuery
  public String raw(@Context UriInfo uri) {
    return uri.getQueryParameters().keySet().toString();
  }

  @PUT
  @Path("/things/{id: .+}")
  @Consumes(MediaType.WILDCARD)
  public String put(InputStream body) throws IOException {
    return "put " + body.readAllBytes().length;
  }

  @DELETE
  @Path("/things/{id: .+}")
  public String delete() {
    return "deleted";
  }

  @POST
  @Path("/classify")
  public String classify() {
    return "classified";
  }

  @POST
  @Path("/v2/models/{name}/infer")
  public String infer() {
    return "inferred";
  }
}
