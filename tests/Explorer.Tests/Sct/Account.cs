namespace Workbook.Explorer.Tests.Sct;

/// <summary>A check that holds only as long as not both have been there (after CS.account).</summary>
internal static class Account
{
    public static void Bad() => Run(expected: 1 - 2 - 4);

    public static void Good() => Run(expected: 1 + 2 - 4);

    private static void Run(int expected)
    {
        var mutex = new object();
        var balance = 1;
        bool deposited = false, withdrawn = false;
        Threads.Run(
            () => { lock (mutex) Assert.True(!deposited || !withdrawn || balance == expected); },
            () => { lock (mutex) (balance, deposited) = (balance + 2, true); },
            () => { lock (mutex) (balance, withdrawn) = (balance - 4, true); });
    }
}
