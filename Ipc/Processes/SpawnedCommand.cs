// A command that runs, and our ends of its pipes:
//
//      here                                      there
//      Input  (may be full)   ----- pipe ---->   0        or /dev/null: the end of input at once
//      Output                 <---- pipe -----   1        or /dev/null, or where ours goes
//      Error                  <---- pipe -----   2        or the same as 1
//      Process (pidfd)
//
//   I1  Their ends of the pipes are closed here as soon as the program has them, or the end of its output would never come.
//   I2  Every descriptor is close-on-exec, so that no other child holds one of them open; dup2 leaves that off in the one that is
//       to have it.

using Microsoft.Win32.SafeHandles;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Processes;

/// <summary>What a start makes: the process, and our ends of its pipes, null where there is none.</summary>
internal sealed record SpawnedCommand(
    UnreapedProcess Process, SafeFileHandle? Input, SafeFileHandle? Output, SafeFileHandle? Error)
{
    private static readonly Lazy<SafeFileHandle> _nowhere =
        new(() => File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite),
            LazyThreadSafetyMode.PublicationOnly); // the other modes would fail for ever if the first attempt failed

    /// <summary>Starts the program, in a process group of its own if asked.</summary>
    /// <exception cref="FileNotFoundException">There is no such program.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be executed.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no directory to start it in.</exception>
    public static SpawnedCommand Start(
        Command command, bool ownGroup = true, bool feedsInput = false, StreamTarget? output = null, StreamTarget? error = null)
    {
        var environment = command.Environment();
        var path = ProgramFile.Find(command.Program,
            environment is null ? Environment.GetEnvironmentVariable("PATH") : environment.GetValueOrDefault("PATH"));
        SafeFileHandle? inputReader = null, input = null, outputWriter = null, ours = null, errorWriter = null, oursToo = null;
        var nowhere = Number(_nowhere.Value);
        try
        {
            List<(int Ours, int Theirs)> descriptors = [(nowhere, 0)];
            if (feedsInput)
            {
                (inputReader, input) = Libc.Pipe(); // I2
                descriptors[0] = (Number(inputReader), 0);
            }
            var outputIsOurs = false;
            switch (output ?? command.Output)
            {
                case StreamTarget.Null: descriptors.Add((nowhere, 1)); break;
                case StreamTarget.Inherit: outputIsOurs = true; break;
                default:
                    (ours, outputWriter) = Libc.Pipe();
                    descriptors.Add((Number(outputWriter), 1));
                    break;
            }
            if (command.MergesError)
            {
                descriptors.Add((outputIsOurs ? 1 : descriptors[^1].Ours, 2));
            }
            else
            {
                switch (error ?? command.Error)
                {
                    case StreamTarget.Null: descriptors.Add((nowhere, 2)); break;
                    case StreamTarget.Inherit: break;
                    default:
                        (oursToo, errorWriter) = Libc.Pipe();
                        descriptors.Add((Number(errorWriter), 2));
                        break;
                }
            }
            var process = Spawn(command, path, new SpawnRequest
            {
                Program = path,
                Arguments = command.Arguments,
                Environment = environment,
                Directory = command.Directory,
                Descriptors = descriptors,
                OwnGroup = ownGroup,
            });
            return new SpawnedCommand(process, input, ours, oursToo);
        }
        catch
        {
            input?.Dispose();
            ours?.Dispose();
            oursToo?.Dispose();
            throw;
        }
        finally
        {
            inputReader?.Dispose(); // I1
            outputWriter?.Dispose();
            errorWriter?.Dispose();
        }
    }

    private static UnreapedProcess Spawn(Command command, string path, SpawnRequest request)
    {
        try { return UnreapedProcess.Start(request); }
        catch (SystemCallException reason) when (reason.Call == "posix_spawn")
        {
            throw ProgramFile.Refused(path, command, reason);
        }
    }

    private static int Number(SafeFileHandle handle) => (int)handle.DangerousGetHandle();
}
