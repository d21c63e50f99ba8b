namespace Magpie.Functions.Imagga.Endpoints;

/// <summary>What an index was fed by one request.</summary>
internal sealed record FedResult(int FacesCount, int PeopleCount);

/// <summary>Who a face may be, most likely first.</summary>
/// <param name="Count">Of all of them, also of those on other pages.</param>
internal sealed record PeopleResult(int Count, IReadOnlyList<PersonResult> People);

/// <summary>Somebody of an index.</summary>
/// <param name="Score">0 to 100; 50 is as likely as not.</param>
internal sealed record PersonResult(string Id, double Score);

/// <summary>What an index had when it was trained.</summary>
internal sealed record PeopleIndexResult(int FacesCount, int PeopleCount, DateTimeOffset TrainedAt);
