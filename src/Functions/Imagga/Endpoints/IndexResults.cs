namespace Magpie.Functions.Imagga.Endpoints;

/// <summary>Whether something is in an index, as it was last trained.</summary>
internal sealed record ExistsResult(bool ItemExists);

/// <summary>What became of a deletion.</summary>
internal sealed record DeletedResult(string Message);
