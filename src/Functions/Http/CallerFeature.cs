using Magpie.Accounts;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Http;

/// <summary>Hands the caller from <see cref="AuthenticationMiddleware"/> to the functions.</summary>
internal static class CallerFeature
{
    public static void SetCaller(this HttpContext http, Caller caller) => http.Features.Set(caller);

    /// <summary>Who the request is from.</summary>
    /// <exception cref="InvalidOperationException">The route is public: a bug.</exception>
    public static Caller GetCaller(this HttpContext http) => http.Features.Get<Caller>() ?? throw new InvalidOperationException("A public route knows no caller.");
}
