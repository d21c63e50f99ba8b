using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Http;

/// <summary>How an API that is not ours is spoken: where its clients put their credentials, and how it says that something went wrong.</summary>
public interface IApiDialect
{
    /// <summary>Whether the path belongs to the API. Of several dialects the first counts.</summary>
    bool Speaks(PathString path);

    /// <summary>What the request has in the place of an <c>Authorization</c> header; null when nothing.</summary>
    string? Authorization(HttpRequest request);

    /// <summary>The problem in the API's words.</summary>
    IResult Say(Problem problem, HttpRequest request);
}

/// <summary>Every dialect there is.</summary>
public sealed class ApiDialects(IEnumerable<IApiDialect> dialects)
{
    private readonly IApiDialect[] _dialects = [.. dialects];

    /// <summary>What the request proves itself with.</summary>
    public string? Authorization(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Of(request) is { } dialect ? dialect.Authorization(request) : request.Headers.Authorization;
    }

    /// <summary>The problem as the request's API says it; ours is <c>application/problem+json</c>.</summary>
    public IResult Say(Problem problem, HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Of(request)?.Say(problem, request) ?? problem;
    }

    private IApiDialect? Of(HttpRequest request) => Array.Find(_dialects, dialect => dialect.Speaks(request.Path));
}
