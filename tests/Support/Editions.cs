namespace Magpie.Tests.Support;

/// <summary>
/// A trait of the tests that hold for a stand-in of <c>src/Embedded</c> alone, where its README says that the vendor's package differs. All others
/// hold for both: <c>dotnet test -p:Edition=Azure --filter "Only!=Embedded"</c>.
/// </summary>
public static class Editions
{
    public const string Only = nameof(Only);

    public const string Embedded = nameof(Embedded);
}
