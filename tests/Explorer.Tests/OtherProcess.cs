using System.Diagnostics;
using Workbook.Explorer.Tests.Strategies;

namespace Workbook.Explorer.Tests;

/// <summary>What <c>dotnet Explorer.Tests.dll</c> does: it prints what each strategy comes to, so that a test can compare it with
/// what another process comes to.</summary>
internal static class OtherProcess
{
    public static void Main() => Console.Write(Outcomes.All());

    /// <summary>What it prints.</summary>
    public static string Run()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { typeof(OtherProcess).Assembly.Location },
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)));
            return output.GetAwaiter().GetResult();
        }
        finally { process.Kill(); }
    }
}
