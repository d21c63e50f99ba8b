namespace Magpie.Functions.Clarifai.V2;

/// <summary>Clarifai's status codes, those that are used, with the sentence Clarifai says to each.</summary>
/// <param name="Number">As in clarifai-grpc's <c>status_code.proto</c>.</param>
internal sealed record V2Code(int Number, string Description)
{
    public static readonly V2Code Ok = new(10000, "Ok");
    public static readonly V2Code Mixed = new(10010, "Mixed Success");
    public static readonly V2Code Failure = new(10020, "Failure");
    public static readonly V2Code TryAgain = new(10030, "Try the request again");
    public static readonly V2Code NotImplemented = new(10040, "Not implemented");
    public static readonly V2Code Throttled = new(11005, "Rate limit exceeded");
    public static readonly V2Code InsufficientScopes = new(11007, "API key has insufficient permissions");
    public static readonly V2Code KeyNotFound = new(11009, "API key not found");
    public static readonly V2Code BadFormat = new(11100, "Bad request format");
    public static readonly V2Code NotFound = new(11101, "Resource does not exist");
    public static readonly V2Code InvalidRequest = new(11102, "Invalid request");
    public static readonly V2Code MethodNotAllowed = new(11103, "Method not allowed");
    public static readonly V2Code InvalidRange = new(11105, "Invalid range");
    public static readonly V2Code ModelTrained = new(21100, "Model trained successfully");
    public static readonly V2Code ModelNotFound = new(21200, "Model does not exist");
    public static readonly V2Code ModelNotDeployed = new(21353, "Model is not deployed");
    public static readonly V2Code AnnotationSuccess = new(24150, "Annotation success");
    public static readonly V2Code AnnotationInvalid = new(24155, "Annotation invalid argument");
    public static readonly V2Code Downloaded = new(30000, "Download complete");
    public static readonly V2Code DownloadPending = new(30001, "Download pending");
    public static readonly V2Code DownloadFailed = new(30002, "Download failed");
    public static readonly V2Code Duplicate = new(30100, "Input has a duplicate");
    public static readonly V2Code UnsupportedFormat = new(30101, "Input has an unsupported format");
    public static readonly V2Code InputNotFound = new(30102, "Input does not exist");
    public static readonly V2Code InputInvalid = new(30104, "Input has an invalid argument");
    public static readonly V2Code OverLimit = new(30105, "Input over limit");
    public static readonly V2Code InvalidUrl = new(30106, "Input has an invalid URL");
    public static readonly V2Code ModifyFailed = new(30203, "Input modify failed");
    public static readonly V2Code InvalidBytes = new(30300, "All inputs have invalid bytes");
    public static readonly V2Code PredictInvalid = new(40001, "Predict invalid request");
    public static readonly V2Code SearchInvalid = new(40002, "Search invalid request");
    public static readonly V2Code ConceptsInvalid = new(40003, "Concepts invalid request");
    public static readonly V2Code DuplicateKey = new(40010, "Duplicate key");
    public static readonly V2Code TooLarge = new(40033, "Message size exceeded");
    public static readonly V2Code NotIndexed = new(43004, "Input is not fully indexed");
    public static readonly V2Code Internal = new(98004, "Internal server issue");

    public V2Status ToStatus(string? details = null) => new(Number, Description, details);
}

/// <summary>How something went.</summary>
/// <param name="Details">What to do about it; only where something went wrong.</param>
public sealed record V2Status(int Code, string Description, string? Details = null);

/// <summary>Ends a request with an error in v2's shape.</summary>
internal sealed class V2Exception(int http, V2Code code, string details, TimeSpan? retryAfter = null) : Exception(details)
{
    /// <summary>The HTTP status.</summary>
    public int Http { get; } = http;

    public V2Code Code { get; } = code;

    public TimeSpan? RetryAfter { get; } = retryAfter;

    public V2Status Status => Code.ToStatus(Message);

    public static V2Exception BadRequest(V2Code code, string details) => new(400, code, details);

    public static V2Exception NotFound(V2Code code, string details) => new(404, code, details);
}
